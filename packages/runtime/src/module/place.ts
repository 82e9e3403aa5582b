import { isObject } from './objects.js';
import { type ModuleRecord, setSlot } from './record.js';
import type { ModuleTable } from './table.js';

/** Where isolated state lives in the records of a module: in a slot, or in what a slot holds for a class. */
export interface Place {
  readonly table: ModuleTable;
  /** The object of a record that holds the value: the record itself, or the static fields of a class. */
  readonly holder: (record: ModuleRecord) => ModuleRecord;
  readonly key: PropertyKey;
  /** What messages call it. */
  readonly name: string;
  /** Whether a function in it may have variables of its own. */
  mayHoldClosure: boolean;
  /** What holds the value for the running photon instead, where it has made a class of its own. */
  readonly counterpart?: () => object | undefined;
}

/** A slot as a place. */
export function slotPlace(table: ModuleTable, slot: PropertyKey, mayHoldClosure = false): Place {
  return { table, holder: (record) => record, key: slot, name: String(slot), mayHoldClosure };
}

/** Whether a value in a place has a state of its own, as objects have, and functions that may have variables of their own. */
export function hasState({ mayHoldClosure }: Place, value: unknown): boolean {
  return typeof value === 'function' ? mayHoldClosure : isObject(value);
}

/** What the photon with `record` finds in a place. */
export function valueIn({ counterpart, holder, key }: Place, record: ModuleRecord): unknown {
  return Reflect.get(counterpart?.() ?? holder(record), key);
}

/** Repeats an assignment for the photon with `record`. */
export function repeatIn({ counterpart, holder, key }: Place, record: ModuleRecord, value: unknown): void {
  const own = counterpart?.();
  if (own) Reflect.set(own, key, value);
  else setSlot(holder(record), key, value);
}
