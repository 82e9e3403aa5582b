import { context } from '../photon/context.js';
import { Evaluation } from './evaluation.js';
import type { ModuleRecord } from './record.js';
import type { ModuleTable } from './table.js';

/**
 * Builds the record that module evaluation uses. Its properties read and write the module's real variables, so
 * that temporal dead zones, exports and everything else stay the language's own, and tell the running
 * evaluation. An evaluation on behalf of somebody else than the owner of the variables, such as a module that a
 * photon loads late and that fills this one's tables, reaches that one's record instead.
 *
 * @param bindings an object with a getter and a setter for each isolated binding
 */
export function createRootRecord(table: ModuleTable, bindings: object): ModuleRecord {
  const root = Object.create(null) as ModuleRecord;
  Object.keys(bindings).forEach((slot) => {
    const { get, set } = Object.getOwnPropertyDescriptor(bindings, slot) as PropertyDescriptor;
    if (get && set) defineRootSlot(table, root, slot, get, set);
  });
  return root;
}

/**
 * Adds a slot that has no variable of its own, such as a static field.
 * @returns sets the slot without telling the running evaluation
 */
export function defineRootCell(
  table: ModuleTable,
  root: ModuleRecord,
  slot: PropertyKey,
): (value: unknown) => void {
  let cell: unknown;
  const write = (value: unknown) => {
    cell = value;
  };
  defineRootSlot(table, root, slot, () => cell, write);
  return write;
}

function defineRootSlot(
  table: ModuleTable,
  root: ModuleRecord,
  slot: PropertyKey,
  read: () => unknown,
  write: (value: unknown) => void,
): void {
  Object.defineProperty(root, slot, {
    enumerable: true,
    configurable: true,
    get(this: ModuleRecord) {
      const current = context.getStore();
      if (!(current instanceof Evaluation)) return read();
      current.noteTouch(table);
      const other = this === root ? table.recordBeside(current) : undefined;
      const value = other ? other[slot] : read();
      current.noteRead(table, slot, value);
      return value;
    },
    set(this: ModuleRecord, value: unknown) {
      const current = context.getStore();
      if (!(current instanceof Evaluation)) {
        write(value);
        return;
      }
      current.noteTouch(table);
      const other = this === root ? table.recordBeside(current) : undefined;
      if (other) other[slot] = value;
      else write(value);
      current.noteWrite(table, slot, value);
    },
  });
}
