import { readFileSync } from 'node:fs';
import { moduleOfJson } from './json.js';
import { isSame, type Stamp, stampOf } from './stamps.js';

/**
 * Code of files: read once in a build, and in the next one only if they may have changed. They are read at once,
 * because waiting for a thousand files takes longer than reading them.
 */
export class SourceFiles {
  readonly #kept = new Map<string, { readonly stamp: Stamp; readonly text: string }>();
  readonly #current = new Set<string>();
  readonly #isJson: (path: string) => boolean;

  constructor(isJson: (path: string) => boolean) {
    this.#isJson = isJson;
  }

  startBuild(): void {
    this.#current.clear();
  }

  /** @throws {Error} the file system's */
  read(path: string): string {
    const kept = this.#kept.get(path);
    if (kept && this.#current.has(path)) return kept.text;
    const stamp = stampOf(path);
    const text = kept && isSame(kept.stamp, stamp) ? kept.text : this.#readNow(path);
    this.#kept.set(path, { stamp, text });
    this.#current.add(path);
    return text;
  }

  #readNow(path: string): string {
    const text = readFileSync(path, 'utf8');
    return this.#isJson(path) ? moduleOfJson(text) : text;
  }
}
