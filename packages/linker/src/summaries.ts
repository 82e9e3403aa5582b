import { createHash } from 'node:crypto';
import {
  type ImportedModule,
  type ModulePolicy,
  type ModuleSummary,
  summarize,
  type TransformOptions,
} from '@photonize/transform';
import { type Pending, type Run, type Steps, wait } from './steps.js';

/** A file's text and how it is compiled. */
export interface LoadedFile {
  readonly code: string;
  readonly policy: ModulePolicy;
}

/** How all files of a program are compiled. */
export type ProgramOptions = Required<Pick<TransformOptions, 'finished' | 'globals'>>;

/** Summaries by what they were made from. */
export type SummariesByContent = Map<string, ModuleSummary>;

/** Summaries of files: by path within a build, and by content from one build to the next. */
export class SummaryCache {
  readonly #load: (path: string) => Pending<LoadedFile>;
  readonly #run: Run;
  readonly #byContent: SummariesByContent;
  /** What a path led to last. */
  readonly #last = new Map<string, { readonly file: LoadedFile; readonly summary: ModuleSummary }>();
  readonly #options: ProgramOptions;
  #byPath = new Map<string, Pending<ModuleSummary>>();

  constructor(
    load: (path: string) => Pending<LoadedFile>,
    run: Run,
    byContent: SummariesByContent,
    options: ProgramOptions,
  ) {
    this.#load = load;
    this.#run = run;
    this.#byContent = byContent;
    this.#options = options;
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
    const file = yield* wait(this.#load(path));
    const last = this.#last.get(path);
    if (last?.file.code === file.code && last.file.policy === file.policy) return last.summary;
    const summary = this.#summaryOf(path, file, {});
    this.#last.set(path, { file, summary });
    return summary;
  }

  /** The summary of a file with what is known of the modules that it imports. */
  *withImports(path: string, imports: Readonly<Record<string, ImportedModule>>): Steps<ModuleSummary> {
    return this.#summaryOf(path, yield* wait(this.#load(path)), imports);
  }

  #summaryOf(path: string, { code, policy }: LoadedFile, imports: Readonly<Record<string, ImportedModule>>) {
    const options = { ...this.#options, filename: path, policy, imports };
    const key = createHash('sha256').update(JSON.stringify(options)).update(code).digest('base64');
    const summary = this.#byContent.get(key) ?? summarize(code, options);
    this.#byContent.set(key, summary);
    return summary;
  }
}
