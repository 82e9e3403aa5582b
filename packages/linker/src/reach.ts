import type { Graph } from './graph.js';
import { type Steps, wait } from './steps.js';

/**
 * Whether a file, or anything that loading it may load, has isolated state. What that tells of the files on the way is
 * kept: all of them reach none, or those that lead to it do.
 */
export function* reachesState(path: string, graph: Graph): Steps<boolean> {
  const { reach } = graph;
  const importers = new Map<string, string | undefined>([[path, undefined]]);
  for (const current of importers.keys()) {
    const known = reach.get(current);
    if (known === false) continue;
    const { hasState, dependencies } = yield* wait(graph.summary(current));
    if (known || hasState) {
      for (let file: string | undefined = current; file; file = importers.get(file)) reach.set(file, true);
      return true;
    }
    for (const dependency of dependencies) {
      const target = yield* wait(graph.resolve(dependency, current));
      if (target !== undefined && !importers.has(target)) importers.set(target, current);
    }
  }
  for (const file of importers.keys()) reach.set(file, false);
  return false;
}
