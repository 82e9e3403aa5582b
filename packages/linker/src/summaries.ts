import { createHash } from 'node:crypto';
import { type ModuleSummary, type Policy, summarize } from '@photonize/transform';
import { type Pending, type Run, type Steps, wait } from './steps.js';

/** A file's text and how it is compiled. */
export interface LoadedFile {
  readonly code: string;
  readonly policy: Policy;
}

/** Summaries by what they were made from. */
export type SummariesByContent = Map<string, ModuleSummary>;

/** Summaries of files: by path within a build, and by content from one build to the next. */
export class SummaryCache {
  readonly #load: (path: string) => Pending<LoadedFile>;
  readonly #run: Run;
  readonly #byContent: SummariesByContent;
  /** What a path led to last. */
  readonly #last = new Map<string, { readonly file: LoadedFile; readonly summary: ModuleSummary }>();
  #byPath = new Map<string, Pending<ModuleSummary>>();

  constructor(load: (path: string) => Pending<LoadedFile>, run: Run, byContent: SummariesByContent) {
    this.#load = load;
    this.#run = run;
    this.#byContent = byContent;
  }

  startBuild(): void {
    this.#byPath = new Map();
  }

  get(path: string): Pending<ModuleSummary> {
    const known = this.#byPath.get(path) ?? this.#run(this.#summarize(path));
    this.#byPath.set(path, known);
    return known;
  }

  *#summarize(path: string): Steps<ModuleSummary> {
    const { code, policy } = yield* wait(this.#load(path));
    const last = this.#last.get(path);
    if (last?.file.code === code && last.file.policy === policy) return last.summary;
    const key = createHash('sha256').update(`${policy}\0${path}\0`).update(code).digest('base64');
    const summary = this.#byContent.get(key) ?? summarize(code, { filename: path, policy });
    this.#byContent.set(key, summary);
    this.#last.set(path, { file: { code, policy }, summary });
    return summary;
  }
}
