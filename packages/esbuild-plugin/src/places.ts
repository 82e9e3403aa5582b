import { type Dirent, readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isSame, type Stamp, stampOf } from './stamps.js';

/** Files and folders that something depends on, there or not. Of folders, the entries count. */
export class Places {
  readonly #kept = new Map<string, { readonly stamp: Stamp; readonly contents: string }>();

  /** Keeps what is there, unless it is known. */
  add(path: string): void {
    if (!this.#kept.has(path)) this.#kept.set(path, { stamp: stampOf(path), contents: contentsOf(path) });
  }

  /** The places where something else is than what was kept. From now on, what is there now counts. */
  changes(): Set<string> {
    const changed = new Set<string>();
    for (const [path, before] of this.#kept) {
      const stamp = stampOf(path);
      if (isSame(before.stamp, stamp)) continue;
      const contents = contentsOf(path);
      this.#kept.set(path, { stamp, contents });
      if (contents !== before.contents) changed.add(path);
    }
    return changed;
  }
}

function contentsOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return '';
  if (!stats.isDirectory()) return readFileSync(path, 'utf8');
  const entries = readdirSync(path, { withFileTypes: true }).map(entryText).sort();
  // A link on the way may lead elsewhere, where the same names are.
  return [realpathSync(path), ...entries].join('\n');
}

function entryText(entry: Dirent): string {
  if (entry.isSymbolicLink()) return `${entry.name} -> ${readlinkSync(join(entry.parentPath, entry.name))}`;
  return entry.isDirectory() ? `${entry.name}/` : entry.name;
}
