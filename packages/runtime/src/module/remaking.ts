import type { ModuleRecord } from './record.js';

/** Lets what the evaluation has made go on, for the photon with `record`, as what that photon has made for itself. */
export type Follow = (record: ModuleRecord, own: object) => void;

/** What a step makes that photons make anew when they run it again: classes, and the cells of their private fields. */
export type Made = ReadonlyMap<object, Follow>;

/**
 * One photon's run of a step. What the evaluation has made may be held by constants, which photons share; running the same
 * code makes the same things in the same order.
 */
export class Remaking {
  readonly #follows: readonly Follow[];
  readonly #own = new Set<object>();

  constructor(made: Made) {
    this.#follows = [...made.values()];
  }

  /** Notes what the photon makes, or is still at work with. */
  note(record: ModuleRecord, own: object): void {
    if (this.#own.has(own)) return;
    this.#follows[this.#own.size]?.(record, own);
    this.#own.add(own);
  }
}
