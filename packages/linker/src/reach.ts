import type { Graph } from './graph.js';

/** Whether a file, or anything that loading it may load, has isolated state. */
export async function reachesState(path: string, graph: Graph): Promise<boolean> {
  const seen = new Set([path]);
  const queue = [path];
  for (let current = queue.shift(); current !== undefined; current = queue.shift()) {
    const { hasState, dependencies } = await graph.summary(current);
    if (hasState) return true;
    for (const dependency of dependencies) {
      const target = await graph.resolve(dependency, current);
      if (target === undefined || seen.has(target)) continue;
      seen.add(target);
      queue.push(target);
    }
  }
  return false;
}
