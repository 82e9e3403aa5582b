import { createHash } from 'node:crypto';
import { type ModuleSummary, type Policy, summarize } from '@photonize/transform';

/** A file's text and how it is compiled. */
export interface LoadedFile {
  readonly code: string;
  readonly policy: Policy;
}

/** Summaries of files: by path within a build, and by content from one build to the next. */
export class SummaryCache {
  readonly #load: (path: string) => Promise<LoadedFile>;
  readonly #byContent = new Map<string, ModuleSummary>();
  #byPath = new Map<string, Promise<ModuleSummary>>();

  constructor(load: (path: string) => Promise<LoadedFile>) {
    this.#load = load;
  }

  startBuild(): void {
    this.#byPath = new Map();
  }

  get(path: string): Promise<ModuleSummary> {
    const known = this.#byPath.get(path) ?? this.#summarize(path);
    this.#byPath.set(path, known);
    return known;
  }

  async #summarize(path: string): Promise<ModuleSummary> {
    const { code, policy } = await this.#load(path);
    const key = createHash('sha256').update(`${policy}\0${path}\0`).update(code).digest('base64');
    const summary = this.#byContent.get(key) ?? summarize(code, { filename: path, policy });
    this.#byContent.set(key, summary);
    return summary;
  }
}
