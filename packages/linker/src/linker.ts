import type { Dependency, ImportedModule, IsolatedExport, ModuleSummary } from '@photonize/transform';
import { exportedNames } from './exports.js';
import type { Graph } from './graph.js';
import { namedImports } from './imports.js';
import { KeptGraph } from './kept-graph.js';
import { isOnlyRead } from './program.js';
import { type Pending, type Run, runAsync, runAtOnce, type Steps, wait } from './steps.js';
import { type LoadedFile, type ReadonlyTypes, type SummariesByContent, SummaryCache } from './summaries.js';

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
  /**
   * The files that a program starts with, if all its files can be found from them and nobody else gets what they
   * export. Then what is exported may be shared that no file of the program changes. Default: unknown.
   */
  entries?(): Answer<readonly string[] | undefined, When>;
  /**
   * The top-level variables of a file, among some, of whose values no part may be changed as their types say: then code
   * is taken to keep to that which cannot be seen. Default: none is known.
   */
  readonlyTypes?(path: string, names: readonly string[]): Answer<readonly string[], When>;
  /** Whether the files come from a bundler, which may have put modules of one into another. Default false. */
  readonly finished?: boolean;
  /** Whether globals that the program creates are private to a photon. Default false. */
  readonly globals?: boolean;
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
  /** What a file beside that one needs to know to import `names` of it. */
  namedImports(
    path: string,
    names: readonly string[],
  ): Answer<Pick<ImportedModule, 'instance' | 'isolated'>, When>;
  /** Whether importers only read what the file exports, as `transform` takes it. */
  importersRead(path: string): Answer<boolean, When>;
  /** The summary of a file. */
  summary(path: string): Answer<ModuleSummary, When>;
  /** The isolated exports of a file, those it passes on included. */
  isolatedExports(path: string): Answer<Record<string, IsolatedExport>, When>;
  /** All names that a file exports, those of `export *` included where the files are known. */
  exportedNames(path: string): Answer<Set<string>, When>;
  /**
   * For the next build of a watching host. What has been linked is kept if all files say the same to each other as
   * before, and mean the same files; answers are then the same objects.
   */
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
  const { finished = false, globals = false } = host;
  const readonlyTypes: ReadonlyTypes = (path, names) => host.readonlyTypes?.(path, names) ?? [];
  const byContent = host.summaries ?? new Map();
  const summaries = new SummaryCache(host.load.bind(host), readonlyTypes, run, byContent, {
    finished,
    globals,
  });
  const createGraph = () => new KeptGraph(host, summaries, run);
  let graph: Pending<KeptGraph> = createGraph();
  let isChecked = true;
  function* renew(before: Pending<KeptGraph>): Steps<KeptGraph> {
    const kept = yield* wait(before);
    return (yield* kept.stands()) ? kept : createGraph();
  }
  function* ask<T>(question: (graph: Graph) => Pending<T>): Steps<T> {
    if (!isChecked) {
      isChecked = true;
      graph = run(renew(graph));
    }
    return yield* wait(question(yield* wait(graph)));
  }
  return {
    startBuild() {
      summaries.startBuild();
      isChecked = false;
    },
    importersRead: (path) => run(ask((graph) => run(isOnlyRead(path, graph)))),
    summary: (path) => run(ask((graph) => graph.summary(path))),
    isolatedExports: (path) => run(ask((graph) => graph.isolatedExports(path))),
    exportedNames: (path) => run(ask((graph) => run(exportedNames(path, graph, new Set())))),
    imports: (path) => run(ask((graph) => graph.imports(path))),
    namedImports: (path, names) => run(ask((graph) => run(namedImports(path, names, graph)))),
  };
}
