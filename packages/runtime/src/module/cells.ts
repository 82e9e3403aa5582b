import type { ModuleRecord } from './record.js';
import type { ModuleTable } from './table.js';

/** What holds a private static field of a class that is part of a step. */
export interface Cell {
  value: unknown;
}

/** A cell of a class that photons share: it holds what the running record has in `slot`. */
export function cellOf(table: ModuleTable, slot: PropertyKey): Cell {
  return {
    get value() {
      return table.record()[slot];
    },
    set value(value) {
      table.record()[slot] = value;
    },
  };
}

/** Has `slot` of a record mean what the cell of another class holds. */
export function forwardTo(record: ModuleRecord, slot: PropertyKey, cell: Cell): void {
  Object.defineProperty(record, slot, {
    configurable: true,
    get: () => cell.value,
    set(value: unknown) {
      cell.value = value;
    },
  });
}
