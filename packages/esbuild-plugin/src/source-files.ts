import { readFileSync } from 'node:fs';
import { isSame, type Stamp, stampOf } from './stamps.js';

/**
 * Texts of files: read once in a build, and in the next one only if they may have changed. They are read at once,
 * because waiting for a thousand files takes longer than reading them.
 */
export class SourceFiles {
  readonly #kept = new Map<string, { readonly stamp: Stamp; readonly text: string }>();
  readonly #current = new Set<string>();

  startBuild(): void {
    this.#current.clear();
  }

  /** @throws {Error} the file system's */
  read(path: string): string {
    const kept = this.#kept.get(path);
    if (kept && this.#current.has(path)) return kept.text;
    const stamp = stampOf(path);
    const text = kept && isSame(kept.stamp, stamp) ? kept.text : readFileSync(path, 'utf8');
    this.#kept.set(path, { stamp, text });
    this.#current.add(path);
    return text;
  }
}
