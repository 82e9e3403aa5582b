import type { ModuleSummary } from '@photonize/transform';
import type { Graph } from './graph.js';
import type { LinkerHost, Timing } from './linker.js';
import { OnlyRead } from './only-read.js';
import { type Steps, wait } from './steps.js';

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
  const found = new Set(entries);
  for (const path of found) {
    const summary = yield* wait(graph.ownSummary(path));
    if (summary.loadsUnknown) return undefined;
    const files = new Map<string, string[]>();
    for (const dependency of summary.dependencies) {
      const file = yield* wait(graph.resolve(dependency, path));
      if (file === undefined) continue;
      files.set(dependency.specifier, [...(files.get(dependency.specifier) ?? []), file]);
      found.add(file);
    }
    program.set(path, { summary, files });
  }
  return program;
}

/** The summary of a file, given what is known of its importers. */
export function* summaryIfRead(path: string, graph: Graph): Steps<ModuleSummary> {
  const summary = yield* wait(graph.ownSummary(path));
  return summary.ifRead && (yield* isOnlyRead(path, graph)) ? { ...summary, ...summary.ifRead } : summary;
}

/** Whether all importers of a file are known, and only read what it exports. */
export function* isOnlyRead(path: string, graph: Graph): Steps<boolean> {
  return (yield* wait(graph.onlyRead())).has(path);
}
