import type { Dependency, ImportedModule, IsolatedExport, ModuleSummary } from '@photonize/transform';
import { exportedNames, exportsOf } from './exports.js';
import type { Graph } from './graph.js';
import { reachesState } from './reach.js';
import { type LoadedFile, SummaryCache } from './summaries.js';

export type { LoadedFile } from './summaries.js';

/** What a linker needs of its host. */
export interface LinkerHost {
  /**
   * The file that `dependency` means in `importer`.
   * @returns `undefined` for what the transform does not see: builtins, externals, excluded and virtual modules
   */
  resolve(dependency: Dependency, importer: string): Promise<string | undefined>;
  /** The source of a file, with its policy. */
  load(path: string): Promise<LoadedFile>;
}

/** Links files through summaries of what they export. Summaries are cached by content. */
export interface Linker {
  /**
   * What the file needs to know of the modules it loads, by specifier, as `transform` takes it.
   * @throws {CompileError} when a dependency cannot be parsed
   */
  imports(path: string): Promise<Record<string, ImportedModule>>;
  /** The summary of a file. */
  summary(path: string): Promise<ModuleSummary>;
  /** The isolated exports of a file, those it passes on included. */
  isolatedExports(path: string): Promise<Record<string, IsolatedExport>>;
  /** All names that a file exports, those of `export *` included where the files are known. */
  exportedNames(path: string): Promise<Set<string>>;
  /** Forgets what depends on resolution, for the next build of a watching host. Contents stay cached. */
  startBuild(): void;
}

/** Creates a linker. */
export function createLinker(host: LinkerHost): Linker {
  const summaries = new SummaryCache(host.load.bind(host));
  let graph = createGraph(host, summaries);
  return {
    startBuild() {
      summaries.startBuild();
      graph = createGraph(host, summaries);
    },
    summary: (path) => graph.summary(path),
    isolatedExports: (path) => graph.isolatedExports(path),
    exportedNames: (path) => exportedNames(path, graph, new Set()),
    async imports(path) {
      const { dependencies } = await graph.summary(path);
      const entries = dependencies.map(async (dependency) => {
        const target = await graph.resolve(dependency, path);
        return [dependency.specifier, await importedModule(target, graph)] as const;
      });
      return Object.fromEntries(await Promise.all(entries));
    },
  };
}

async function importedModule(path: string | undefined, graph: Graph): Promise<ImportedModule> {
  if (path === undefined) return { isolated: {}, reachesState: false };
  return { isolated: await graph.isolatedExports(path), reachesState: await reachesState(path, graph) };
}

function createGraph(host: LinkerHost, summaries: SummaryCache): Graph {
  const resolved = new Map<string, Promise<string | undefined>>();
  const exported = new Map<string, Promise<Record<string, IsolatedExport>>>();
  const graph: Graph = {
    summary: (path) => summaries.get(path),
    isolatedExports(path) {
      const known = exported.get(path) ?? exportsOf(path, graph);
      exported.set(path, known);
      return known;
    },
    resolve(dependency, importer) {
      const key = `${importer}\0${dependency.kind}\0${dependency.specifier}`;
      const known = resolved.get(key) ?? host.resolve(dependency, importer);
      resolved.set(key, known);
      return known;
    },
  };
  return graph;
}
