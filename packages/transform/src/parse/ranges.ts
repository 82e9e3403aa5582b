import type { Range } from './range.js';

/** Stretches of nodes: of each two, one is inside of the other, or they are apart. */
export class Ranges {
  /** From left to right, inner ones first of those that start at one place. */
  readonly #all: readonly Range[];
  readonly #starts: readonly number[];
  /** Those that are not inside of others. */
  readonly #outermost: readonly Range[];
  readonly #outermostStarts: readonly number[];

  constructor(ranges: readonly Range[]) {
    this.#all = ranges.toSorted((a, b) => a.start - b.start || a.end - b.end);
    this.#starts = this.#all.map(({ start }) => start);
    this.#outermost = outermostOf(ranges);
    this.#outermostStarts = this.#outermost.map(({ start }) => start);
  }

  get isEmpty(): boolean {
    return this.#all.length === 0;
  }

  /** Whether one of them is inside of a stretch, or is that. */
  someInside({ start, end }: Range): boolean {
    for (let i = lastUpTo(this.#starts, start - 1) + 1; i < this.#all.length; i++) {
      const range = this.#all[i] as Range;
      if (range.start >= end) return false;
      if (range.end <= end) return true;
    }
    return false;
  }

  /** Whether a position is inside of one of them. */
  cover(position: number): boolean {
    const last = this.#outermost[lastUpTo(this.#outermostStarts, position)];
    return last !== undefined && position < last.end;
  }
}

function outermostOf(ranges: readonly Range[]): Range[] {
  const found: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (range.start >= (found.at(-1)?.end ?? 0)) found.push(range);
  }
  return found;
}

/** The index of the last of the ascending `numbers` that is `limit` at most; -1 if none is. */
export function lastUpTo(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
