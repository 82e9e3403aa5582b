import type { ModuleRecord } from './record.js';
import type { ModuleTable } from './table.js';

/**
 * One piece of a module's top-level code that photons run again: an initializer, or a statement that
 * touched isolated state while the module was evaluated.
 */
export interface Step {
  /** Position in the order in which the process evaluated its modules. */
  readonly order: number;
  /** The module in whose record the step is counted. */
  readonly home: ModuleTable;
  /** Position among the steps of its home. */
  readonly index: number;
  readonly async: boolean;
  /** The ticks in which it began and ended: see {@link currentTick}. */
  readonly began: number;
  readonly ended: number;
  readonly run: (record: ModuleRecord) => unknown;
}

let lastOrder = 0;

/** The order of the next step. Most steps are numbered when they complete, so that what they load comes before them. */
export function nextOrder(): number {
  lastOrder += 1;
  return lastOrder;
}

let tick = 0;
/** For how many ticks the count goes on. */
let left = 0;
/** While the module waits for the outside, nobody has to count. */
const LONGEST = 64;
/** Programs may patch `Promise`, and not every realm has `queueMicrotask`. */
const queueMicrotask: (code: () => void) => void = Promise.prototype.then.bind(Promise.resolve());

/** Counts how often promises have gone on. */
export function currentTick(): number {
  if (left === 0) queueMicrotask(count);
  left = LONGEST;
  return tick;
}

function count(): void {
  tick += 1;
  left -= 1;
  if (left > 0) queueMicrotask(count);
}
