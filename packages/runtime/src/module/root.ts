import { context } from '../photon/context.js';
import { Evaluation } from './evaluation.js';
import { type Place, slotPlace } from './place.js';
import { defineUninitialised, type ModuleRecord, type ModuleShape } from './record.js';
import type { ModuleTable } from './table.js';

/**
 * Builds the record that module evaluation uses. Its properties read and write the module's real variables, so
 * that temporal dead zones, exports and everything else stay the language's own, and tell the running
 * evaluation. An evaluation on behalf of somebody else than the owner of the variables, such as a module that a
 * photon loads late and that fills this one's tables, reaches that one's record instead.
 *
 * @param bindings an object with a getter and a setter for each isolated binding that module-level code can name
 */
export function createRootRecord(table: ModuleTable, bindings: object, shape: ModuleShape): ModuleRecord {
  const root = Object.create(null) as ModuleRecord;
  defineUninitialised(root, shape);
  const { factory } = table.records;
  Object.keys(factory.create()).forEach((slot) => {
    defineRootCell(root, slotPlace(table, slot));
  });
  Object.keys(bindings).forEach((slot) => {
    const { get, set } = Object.getOwnPropertyDescriptor(bindings, slot) as PropertyDescriptor;
    if (!get) return;
    const isPlainAtFirst = shape.plainAtFirst?.includes(slot) === true;
    const place = slotPlace(table, slot, !isPlainAtFirst && factory.mayHoldClosure(slot));
    defineRootPlace(root, place, get, (value) => {
      place.mayHoldClosure ||= isPlainAtFirst;
      set?.(value);
    });
  });
  return root;
}

/**
 * Adds a place that has no variable of its own, such as a static field.
 * @param root what the root's record holds it in
 * @returns sets the place without telling the running evaluation
 */
export function defineRootCell(root: ModuleRecord, place: Place): (value: unknown) => void {
  let cell: unknown;
  const write = (value: unknown) => {
    cell = value;
  };
  defineRootPlace(root, place, () => cell, write);
  return write;
}

export function defineRootPlace(
  root: ModuleRecord,
  place: Place,
  read: () => unknown,
  write: (value: unknown) => void,
): void {
  const { table, holder, key } = place;
  const otherOf = (self: ModuleRecord, evaluation: Evaluation): ModuleRecord | undefined => {
    const record = self === root ? table.recordBeside(evaluation) : undefined;
    return record && holder(record);
  };
  Object.defineProperty(root, key, {
    enumerable: true,
    configurable: true,
    get(this: ModuleRecord) {
      const current = context.getStore();
      if (!(current instanceof Evaluation)) return read();
      current.noteTouch(table);
      const other = otherOf(this, current);
      const value = other ? other[key] : read();
      current.noteRead(place, value);
      return value;
    },
    set(this: ModuleRecord, value: unknown) {
      const current = context.getStore();
      if (!(current instanceof Evaluation)) {
        write(value);
        return;
      }
      current.noteTouch(table);
      const other = otherOf(this, current);
      if (other) other[key] = value;
      else write(value);
      current.noteWrite(place, value);
    },
  });
}
