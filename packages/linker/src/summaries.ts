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

/** Tells which variables of a file have types that let nobody change what they hold. */
export type ReadonlyTypes = (path: string, names: readonly string[]) => Pending<readonly string[]>;

/** Summaries by what they were made from. */
export type SummariesByContent = Map<string, ModuleSummary>;

/** What is known of a file besides its text. */
type KnownOfFile = Pick<TransformOptions, 'imports' | 'readonlyTypes'>;

/** Summaries of files: by path within a build, and by content from one build to the next. */
export class SummaryCache {
  readonly #load: (path: string) => Pending<LoadedFile>;
  readonly #readonlyTypes: ReadonlyTypes;
  readonly #run: Run;
  readonly #byContent: SummariesByContent;
  /** What a path led to last. */
  readonly #last = new Map<string, { readonly file: LoadedFile; readonly summary: ModuleSummary }>();
  readonly #options: ProgramOptions;
  #byPath = new Map<string, Pending<ModuleSummary>>();

  constructor(
    load: (path: string) => Pending<LoadedFile>,
    readonlyTypes: ReadonlyTypes,
    run: Run,
    byContent: SummariesByContent,
    options: ProgramOptions,
  ) {
    this.#load = load;
    this.#readonlyTypes = readonlyTypes;
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
    const isKnown = last?.file.code === file.code && last.file.policy === file.policy;
    const summary = isKnown ? last.summary : this.#summaryOf(path, file, {});
    this.#last.set(path, { file, summary });
    const { typedTables } = summary;
    const readonlyTypes = typedTables.length > 0 ? yield* wait(this.#readonlyTypes(path, typedTables)) : [];
    return readonlyTypes.length > 0 ? this.#summaryOf(path, file, { readonlyTypes }) : summary;
  }

  /** The summary of a file with what is known of the modules that it imports. */
  *withImports(path: string, imports: Readonly<Record<string, ImportedModule>>): Steps<ModuleSummary> {
    return this.#summaryOf(path, yield* wait(this.#load(path)), { imports });
  }

  #summaryOf(path: string, { code, policy }: LoadedFile, known: KnownOfFile) {
    const options = { ...this.#options, imports: {}, ...known, filename: path, policy };
    const key = createHash('sha256').update(JSON.stringify(options)).update(code).digest('base64');
    const summary = this.#byContent.get(key) ?? summarize(code, options);
    this.#byContent.set(key, summary);
    return summary;
  }
}
