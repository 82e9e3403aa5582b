import type { ModuleSummary } from '@photonize/transform';
import type { Graph } from './graph.js';
import type { LinkerHost, Timing } from './linker.js';
import { OnlyRead } from './only-read.js';
import { type Steps, wait, waitForAll } from './steps.js';

/** A file of a program. */
export interface ProgramFile {
  readonly summary: ModuleSummary;
  /** The files that each of its specifiers means: `import` and `require` may mean different ones. */
  readonly files: ReadonlyMap<string, readonly string[]>;
}

/** The files of which all importers are known, and only read what they export. */
export function* modulesOnlyRead(host: LinkerHost<Timing>, graph: Graph): Steps<ReadonlySet<string>> {
  const entries = graph.finished ? undefined : yield* wait(host.entries?.());
  const program = entries && (yield* filesFrom(entries, graph));
  return program ? new OnlyRead(program).find(entries) : new Set();
}

/** All files of a program, unless it loads some that cannot be told. */
function* filesFrom(entries: readonly string[], graph: Graph): Steps<Map<string, ProgramFile> | undefined> {
  const program = new Map<string, ProgramFile>();
  let next = [...new Set(entries)];
  while (next.length > 0) {
    const found = yield* waitForAll(next.map((path) => graph.run(programFile(path, graph))));
    if (found.some(({ summary }) => summary.loadsUnknown)) return undefined;
    for (const [i, path] of next.entries()) program.set(path, found[i] as ProgramFile);
    const loaded = found.flatMap(({ files }) => [...files.values()].flat());
    next = [...new Set(loaded)].filter((path) => !program.has(path));
  }
  return program;
}

function* programFile(path: string, graph: Graph): Steps<ProgramFile> {
  const summary = yield* wait(graph.ownSummary(path));
  const { dependencies } = summary;
  const targets = yield* waitForAll(dependencies.map((dependency) => graph.resolve(dependency, path)));
  const files = new Map<string, string[]>();
  for (const [i, { specifier }] of dependencies.entries()) {
    const target = targets[i];
    if (target !== undefined) files.set(specifier, [...(files.get(specifier) ?? []), target]);
  }
  return { summary, files };
}

/** The summary of a file, given what is known of its importers. */
export function* summaryIfRead(path: string, graph: Graph): Steps<ModuleSummary> {
  const summary = yield* wait(graph.ownSummary(path));
  return (yield* isOnlyRead(path, graph)) ? { ...summary, ...summary.ifRead } : summary;
}

/** Whether all importers of a file are known, and only read what it exports, and that makes a difference. */
export function* isOnlyRead(path: string, graph: Graph): Steps<boolean> {
  const { ifRead } = yield* wait(graph.ownSummary(path));
  return ifRead !== undefined && (yield* wait(graph.onlyRead())).has(path);
}
