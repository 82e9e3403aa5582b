/** A number is the slot of its entry, and before that what tells it from those that had the slot before. */
const SLOT_BITS = 20;

/** How many entries there can be at a time. */
export const MOST_SLOTS = 2 ** SLOT_BITS;

/** How many numbers a slot can have, so that all are exact. */
const TURNS = 2 ** (53 - SLOT_BITS);

/** What is known by a number. */
interface Numbered {
  readonly seq: number;
}

/**
 * What is under way, by number.
 *
 * A `Map` would do, but for how V8 rebuilds its hash table, again and again where entries come and go: the old one points to
 * the new one. Once one of them has outlived a full collection, all later ones and what they held survive the young
 * collections, which then copy each request that there ever was.
 */
export class Slots<T extends Numbered> {
  readonly #slots: (T | undefined)[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(seq: number): T | undefined {
    const found = this.#slots[slotOf(seq)];
    return found?.seq === seq ? found : undefined;
  }

  add(entry: T): void {
    const slot = slotOf(entry.seq);
    // Without holes, which would make it a hash table, too.
    while (this.#slots.length <= slot) this.#slots.push(undefined);
    if (this.#slots[slot] === undefined) this.#size += 1;
    this.#slots[slot] = entry;
  }

  /** Whether there was one. */
  delete(seq: number): boolean {
    if (this.get(seq) === undefined) return false;
    this.#slots[slotOf(seq)] = undefined;
    this.#size -= 1;
    return true;
  }

  *[Symbol.iterator](): Generator<T> {
    for (const entry of this.#slots) if (entry !== undefined) yield entry;
  }
}

/** Gives numbers for {@link Slots}: small slots first, and the same number not again for some billions of entries. */
export class Numbers {
  readonly #free: number[] = [];
  #slots = 0;
  #turn = 0;

  /** There have to be less than {@link MOST_SLOTS}. */
  take(): number {
    const slot = this.#free.pop() ?? this.#slots++;
    this.#turn = (this.#turn + 1) % TURNS;
    return this.#turn * MOST_SLOTS + slot;
  }

  release(seq: number): void {
    this.#free.push(slotOf(seq));
  }
}

/** Bitwise operators see the lowest bits of any integer. */
function slotOf(seq: number): number {
  return seq & (MOST_SLOTS - 1);
}
