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
let isCounting = false;
/** Programs may patch `Promise`, and not every realm has `queueMicrotask`. */
const queueMicrotask: (code: () => void) => void = Promise.prototype.then.bind(Promise.resolve());

/** Tells stretches of code apart between which promises have gone on. */
export function currentTick(): number {
  if (!isCounting) {
    isCounting = true;
    queueMicrotask(() => {
      isCounting = false;
      tick += 1;
    });
  }
  return tick;
}
