import type { Graph } from './graph.js';
import { type Steps, wait } from './steps.js';

/** Whether a file, or anything that loading it may load, has isolated state. */
export function* reachesState(path: string, graph: Graph): Steps<boolean> {
  const seen = new Set([path]);
  const queue = [path];
  for (let current = queue.shift(); current !== undefined; current = queue.shift()) {
    const { hasState, dependencies } = yield* wait(graph.summary(current));
    if (hasState) return true;
    for (const dependency of dependencies) {
      const target = yield* wait(graph.resolve(dependency, current));
      if (target === undefined || seen.has(target)) continue;
      seen.add(target);
      queue.push(target);
    }
  }
  return false;
}
