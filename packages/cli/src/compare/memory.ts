import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * How memory is measured here. PSS counts pages that several processes share once, divided among them; RSS
 * counts them for each, which makes processes look bigger than they are.
 */
export const MEMORY_KIND: 'PSS' | 'RSS' = existsSync('/proc/self/smaps_rollup') ? 'PSS' : 'RSS';

/** How often a running process is looked at. */
const INTERVAL_MS = 15;

/** The memory of a process in bytes; nothing when it is gone. */
export function memoryOf(pid: number): number | undefined {
  try {
    if (MEMORY_KIND === 'PSS') return readRollup(pid, 'Pss');
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024;
  } catch {
    return undefined;
  }
}

/**
 * The share of this process in the files that it maps together with its children (Node itself). It shrinks
 * with each child; a sum over children that leaves it out would grow by what is not theirs.
 */
export function ownFileShare(): number {
  return MEMORY_KIND === 'PSS' ? (readRollup('self', 'Pss_File') ?? 0) : 0;
}

function readRollup(pid: number | 'self', field: string): number | undefined {
  const match = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(
    readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'),
  );
  return match ? Number(match[1]) * 1024 : undefined;
}

/** Watches memory while something runs, and keeps the highest value. */
export class PeakMemory implements Disposable {
  readonly #read: () => number | undefined;
  readonly #timer: NodeJS.Timeout;
  #peak = 0;

  constructor(read: () => number | undefined) {
    this.#read = read;
    this.#timer = setInterval(() => this.#look(), INTERVAL_MS);
    this.#look();
  }

  /** The highest value until now, now included. */
  get value(): number {
    this.#look();
    return this.#peak;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    this.#peak = Math.max(this.#peak, this.#read() ?? 0);
  }
}
