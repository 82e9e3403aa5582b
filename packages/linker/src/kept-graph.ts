import type { Dependency, ImportedModule, IsolatedExport, ModuleSummary } from '@photonize/transform';
import { exportsOf } from './exports.js';
import type { Graph } from './graph.js';
import { importsOf, summaryInBundle } from './imports.js';
import type { LinkerHost, Timing } from './linker.js';
import { modulesOnlyRead, summaryIfRead } from './program.js';
import { type Pending, type Run, type Steps, waitForAll } from './steps.js';
import type { SummaryCache } from './summaries.js';

/** What a resolution was asked for, and the answer. */
interface Resolution {
  readonly dependency: Dependency;
  readonly importer: string;
  readonly file: Pending<string | undefined>;
}

type ByPath<T> = (path: string) => Pending<T>;

/** A graph that remembers what it was made from, so that the next build can tell whether it still stands. */
export class KeptGraph implements Graph {
  readonly run: Run;
  readonly finished: boolean;
  readonly reach = new Map<string, boolean>();
  readonly #host: LinkerHost<Timing>;
  readonly #summaries: SummaryCache;
  readonly #resolutions = new Map<string, Resolution>();
  readonly #own = new Map<string, Pending<ModuleSummary>>();
  readonly #inBundle: ByPath<ModuleSummary> = memo((path) =>
    this.run(summaryInBundle(path, this, this.#summaries)),
  );
  readonly #read: ByPath<ModuleSummary> = memo((path) => this.run(summaryIfRead(path, this)));
  #onlyRead: Pending<ReadonlySet<string>> | undefined;
  readonly isolatedExports: ByPath<Record<string, IsolatedExport>> = memo((path) =>
    this.run(exportsOf(path, this)),
  );
  readonly imports: ByPath<Record<string, ImportedModule>> = memo((path) => this.run(importsOf(path, this)));

  constructor(host: LinkerHost<Timing>, summaries: SummaryCache, run: Run) {
    this.#host = host;
    this.#summaries = summaries;
    this.run = run;
    this.finished = host.finished ?? false;
  }

  ownSummary(path: string): Pending<ModuleSummary> {
    const summary = this.#own.get(path) ?? this.#summaries.get(path);
    this.#own.set(path, summary);
    return summary;
  }

  summary(path: string): Pending<ModuleSummary> {
    return this.finished ? this.#inBundle(path) : this.#read(path);
  }

  onlyRead(): Pending<ReadonlySet<string>> {
    this.#onlyRead ??= this.run(modulesOnlyRead(this.#host, this));
    return this.#onlyRead;
  }

  resolve(dependency: Dependency, importer: string): Pending<string | undefined> {
    const key = `${importer}\0${dependency.kind}\0${dependency.specifier}`;
    const known = this.#resolutions.get(key);
    if (known) return known.file;
    const file = this.#host.resolve(dependency, importer);
    this.#resolutions.set(key, { dependency, importer, file });
    return file;
  }

  /** Whether the files say the same to each other as before, and mean the same files. */
  *stands(): Steps<boolean> {
    // What a bundle's file says depends on the texts of others.
    if (this.finished) return false;
    try {
      const paths = [...this.#own.keys()];
      const before = yield* waitForAll([...this.#own.values()]);
      const now = yield* waitForAll(paths.map((path) => this.#summaries.get(path)));
      return before.every((summary, i) => saysTheSame(summary, now[i])) && (yield* this.#resolvesAsBefore());
    } catch {
      // A file that is gone or broken is reported to those who ask for it.
      return false;
    }
  }

  *#resolvesAsBefore(): Steps<boolean> {
    const known = [...this.#resolutions.values()];
    const before = yield* waitForAll(known.map(({ file }) => file));
    const now = yield* waitForAll(
      known.map(({ dependency, importer }) => this.#host.resolve(dependency, importer)),
    );
    return before.every((file, i) => file === now[i]);
  }
}

function memo<T>(make: ByPath<T>): ByPath<T> {
  const made = new Map<string, Pending<T>>();
  return (path) => {
    const known = made.get(path);
    if (known !== undefined) return known;
    const answer = make(path);
    made.set(path, answer);
    return answer;
  };
}

function saysTheSame(before: ModuleSummary, now: ModuleSummary | undefined): boolean {
  return before === now || JSON.stringify(before) === JSON.stringify(now);
}
