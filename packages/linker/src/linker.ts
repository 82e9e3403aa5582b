import type { Dependency, ImportedModule, IsolatedExport, ModuleSummary } from '@photonize/transform';
import { exportedNames, exportsOf } from './exports.js';
import type { Graph } from './graph.js';
import { reachesState } from './reach.js';
import { type Pending, type Run, runAsync, runAtOnce, type Steps, wait, waitForAll } from './steps.js';
import { type LoadedFile, type SummariesByContent, SummaryCache } from './summaries.js';

export type { LoadedFile, SummariesByContent } from './summaries.js';

/** Whether a linker and its host answer at once, or with promises. */
export type Timing = 'sync' | 'async';

/** An answer of that timing. */
export type Answer<T, When extends Timing> = When extends 'sync' ? T : Promise<T>;

/** What a linker needs of its host. */
export interface LinkerHost<When extends Timing = 'async'> {
  /**
   * The file that `dependency` means in `importer`.
   * @returns `undefined` for what the transform does not see: builtins, externals, excluded and virtual modules
   */
  resolve(dependency: Dependency, importer: string): Answer<string | undefined, When>;
  /** The source of a file, with its policy. */
  load(path: string): Answer<LoadedFile, When>;
  /** Whether the files come from a bundler, which may have put modules of one into another. Default false. */
  readonly finished?: boolean;
  /** Where summaries are kept. A host that makes a linker for each file hands the same ones to all. */
  readonly summaries?: SummariesByContent;
}

/** Links files through summaries of what they export. Summaries are cached by content. */
export interface Linker<When extends Timing = 'async'> {
  /**
   * What the file needs to know of the modules it loads, by specifier, as `transform` takes it.
   * @throws {CompileError} when a dependency cannot be parsed
   */
  imports(path: string): Answer<Record<string, ImportedModule>, When>;
  /** The summary of a file. */
  summary(path: string): Answer<ModuleSummary, When>;
  /** The isolated exports of a file, those it passes on included. */
  isolatedExports(path: string): Answer<Record<string, IsolatedExport>, When>;
  /** All names that a file exports, those of `export *` included where the files are known. */
  exportedNames(path: string): Answer<Set<string>, When>;
  /** Forgets what depends on resolution, for the next build of a watching host. Contents stay cached. */
  startBuild(): void;
}

/** Creates a linker for a host that answers with promises. */
export function createLinker(host: LinkerHost): Linker {
  return link(host, runAsync) as Linker;
}

/** Creates a linker for a host that answers at once. */
export function createSyncLinker(host: LinkerHost<'sync'>): Linker<'sync'> {
  return link(host, runAtOnce) as Linker<'sync'>;
}

/** A linker of the timing that the host and `run` have. */
function link(host: LinkerHost<Timing>, run: Run): Linker<Timing> {
  const summaries = new SummaryCache(
    host.load.bind(host),
    run,
    host.summaries ?? new Map(),
    host.finished ?? false,
  );
  let graph = createGraph(host, summaries, run);
  return {
    startBuild() {
      summaries.startBuild();
      graph = createGraph(host, summaries, run);
    },
    summary: (path) => graph.summary(path),
    isolatedExports: (path) => graph.isolatedExports(path),
    exportedNames: (path) => run(exportedNames(path, graph, new Set())),
    imports: (path) => run(importsOf(path, graph)),
  };
}

function* importsOf(path: string, graph: Graph): Steps<Record<string, ImportedModule>> {
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
  return {
    isolated: yield* wait(graph.isolatedExports(path)),
    reachesState: yield* reachesState(path, graph),
    ...(graph.finished && { roles }),
  };
}

/** The summary of a file that may hold modules which only the other files of its bundle tell. */
function* summaryInBundle(path: string, graph: Graph, summaries: SummaryCache): Steps<ModuleSummary> {
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

function createGraph(host: LinkerHost<Timing>, summaries: SummaryCache, run: Run): Graph {
  const resolved = new Map<string, Pending<string | undefined>>();
  const exported = new Map<string, Pending<Record<string, IsolatedExport>>>();
  const linked = new Map<string, Pending<ModuleSummary>>();
  const graph: Graph = {
    run,
    finished: host.finished ?? false,
    ownSummary: (path) => summaries.get(path),
    summary(path) {
      if (!graph.finished) return graph.ownSummary(path);
      const known = linked.get(path) ?? run(summaryInBundle(path, graph, summaries));
      linked.set(path, known);
      return known;
    },
    isolatedExports(path) {
      const known = exported.get(path) ?? run(exportsOf(path, graph));
      exported.set(path, known);
      return known;
    },
    resolve(dependency, importer) {
      const key = `${importer}\0${dependency.kind}\0${dependency.specifier}`;
      if (!resolved.has(key)) resolved.set(key, host.resolve(dependency, importer));
      return resolved.get(key);
    },
  };
  return graph;
}
