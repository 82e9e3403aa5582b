import type { IsolatedExport } from '@photonize/transform';
import type { Graph } from './graph.js';
import { reachesState } from './reach.js';
import { type Steps, wait } from './steps.js';

/** What an exported name leads to; `undefined` where there is no such export. */
type Resolution = IsolatedExport | 'shared' | undefined;

/** The isolated exports of a file, those that it passes on included. */
export function* exportsOf(path: string, graph: Graph): Steps<Record<string, IsolatedExport>> {
  if (!(yield* reachesState(path, graph))) return {};
  return yield* isolatedAmong(path, yield* exportedNames(path, graph, new Set()), graph);
}

/** Those of some names. */
export function* isolatedAmong(
  path: string,
  names: Iterable<string>,
  graph: Graph,
): Steps<Record<string, IsolatedExport>> {
  const found: Record<string, IsolatedExport> = {};
  for (const name of names) {
    const resolution = yield* resolveExport(path, name, graph, new Set());
    if (resolution !== undefined && resolution !== 'shared') found[name] = resolution;
  }
  return found;
}

/** All names that a file exports (ECMAScript §16.2.1.7.2.1, GetExportedNames). */
export function* exportedNames(path: string, graph: Graph, visited: Set<string>): Steps<Set<string>> {
  const names = new Set<string>();
  if (visited.has(path)) return names;
  visited.add(path);
  const { exportNames, stars } = yield* wait(graph.summary(path));
  for (const name of exportNames) names.add(name);
  for (const specifier of stars) {
    const target = yield* wait(graph.resolve({ specifier, kind: 'import' }, path));
    if (target === undefined) continue;
    for (const name of yield* exportedNames(target, graph, visited)) if (name !== 'default') names.add(name);
  }
  return names;
}

/**
 * Where an exported name leads (ECMAScript §16.2.1.7.2.2, ResolveExport): to what the file says itself before
 * what `export *` brings along.
 *
 * @param visited the names of files that were asked already: a cycle leads nowhere
 */
function* resolveExport(path: string, name: string, graph: Graph, visited: Set<string>): Steps<Resolution> {
  const key = `${path}\0${name}`;
  if (visited.has(key)) return undefined;
  visited.add(key);
  const summary = yield* wait(graph.summary(path));
  if (summary.isInstance) return { origin: path, slot: name, instance: path };
  function* follow(specifier: string, imported: string): Steps<Resolution> {
    const target = yield* wait(graph.resolve({ specifier, kind: 'import' }, path));
    return target === undefined ? undefined : yield* resolveExport(target, imported, graph, visited);
  }

  const slot = Object.hasOwn(summary.isolated, name) ? summary.isolated[name] : undefined;
  const owner = Object.hasOwn(summary.owners, name) ? summary.owners[name] : undefined;
  if (slot !== undefined) return { origin: owner ?? path, slot };
  for (const copy of summary.copies.filter((each) => each.name === name)) {
    const original = yield* follow(copy.specifier, copy.imported);
    if (original !== undefined && original !== 'shared') return { origin: path, slot: copy.slot };
  }
  const forward = summary.forwards.find((each) => each.name === name);
  if (forward) return (yield* follow(forward.specifier, forward.imported)) ?? 'shared';
  if (summary.exportNames.includes(name)) return 'shared';
  if (name === 'default') return undefined;
  for (const specifier of summary.stars) {
    const resolution = yield* follow(specifier, name);
    if (resolution !== undefined) return resolution;
  }
  return undefined;
}
