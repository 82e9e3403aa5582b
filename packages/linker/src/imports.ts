import { dirname, relative } from 'node:path';
import type { Dependency, ImportedModule, IsolatedExport, ModuleSummary } from '@photonize/transform';
import { isolatedAmong } from './exports.js';
import type { Graph } from './graph.js';
import { reachesState } from './reach.js';
import { type Steps, wait, waitForAll } from './steps.js';
import type { SummaryCache } from './summaries.js';

/** What a file needs to know of the modules it loads, by specifier. */
export function* importsOf(path: string, graph: Graph): Steps<Record<string, ImportedModule>> {
  const { dependencies } = yield* wait(graph.summary(path));
  const modules = yield* waitForAll(
    dependencies.map((dependency) => graph.run(importedModule(dependency, path, graph))),
  );
  return Object.fromEntries(
    dependencies.map(({ specifier }, i) => [specifier, modules[i] as ImportedModule]),
  );
}

function* importedModule(dependency: Dependency, importer: string, graph: Graph): Steps<ImportedModule> {
  const path = yield* wait(graph.resolve(dependency, importer));
  if (path === undefined) return { isolated: {}, reachesState: false };
  const { roles } = yield* wait(graph.ownSummary(path));
  const { isInstance } = yield* wait(graph.summary(path));
  return {
    ...(isInstance && { instance: requiredBy(importer, path) }),
    isolated: fromImporter(importer, yield* wait(graph.isolatedExports(path))),
    reachesState: yield* reachesState(path, graph),
    ...(graph.finished && { roles }),
  };
}

/** What a file beside another needs to know to import some names of that one. */
export function* namedImports(
  path: string,
  names: readonly string[],
  graph: Graph,
): Steps<Pick<ImportedModule, 'instance' | 'isolated'>> {
  const { isInstance } = yield* wait(graph.ownSummary(path));
  const isolated = fromImporter(path, yield* isolatedAmong(path, names, graph));
  return { ...(isInstance && { instance: requiredBy(path, path) }), isolated };
}

/** Exports of instances, whatever module has passed them on, are required by the importer itself. */
function fromImporter(
  importer: string,
  isolated: Readonly<Record<string, IsolatedExport>>,
): Record<string, IsolatedExport> {
  return Object.fromEntries(
    Object.entries(isolated).map(([name, { instance, ...target }]) => [
      name,
      instance === undefined ? target : { ...target, instance: requiredBy(importer, instance) },
    ]),
  );
}

/** What a file can require another by. */
function requiredBy(importer: string, path: string): string {
  const specifier = relative(dirname(importer), path).replaceAll('\\', '/');
  return /^\.\.?\//.test(specifier) ? specifier : `./${specifier}`;
}

/** The summary of a file that may hold modules which only the other files of its bundle tell. */
export function* summaryInBundle(path: string, graph: Graph, summaries: SummaryCache): Steps<ModuleSummary> {
  const own = yield* wait(graph.ownSummary(path));
  const imports: Record<string, ImportedModule> = {};
  for (const dependency of own.dependencies) {
    const target = yield* wait(graph.resolve(dependency, path));
    const { roles = {} } = target === undefined ? {} : yield* wait(graph.ownSummary(target));
    if (Object.keys(roles).length > 0)
      imports[dependency.specifier] = { isolated: {}, reachesState: false, roles };
  }
  return Object.keys(imports).length === 0 ? own : yield* summaries.withImports(path, imports);
}
