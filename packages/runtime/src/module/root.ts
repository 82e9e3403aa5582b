import { warn } from '../errors.js';
import { context } from '../photon/context.js';
import { Evaluation } from './evaluation.js';
import type { ModuleRecord } from './record.js';
import type { ModuleTable } from './table.js';

/**
 * Builds the root record: its properties read and write the module's real variables, so that temporal dead
 * zones, exports and everything else at root stay the language's own, and tell the running evaluation.
 *
 * @param bindings an object with a getter and a setter for each isolated binding
 */
export function createRootRecord(table: ModuleTable, bindings: object): ModuleRecord {
  const root = Object.create(null) as ModuleRecord;
  for (const [slot, { get, set }] of Object.entries(Object.getOwnPropertyDescriptors(bindings))) {
    if (get && set) defineRootSlot(table, root, slot, get, set);
  }
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
    get() {
      const value = read();
      const current = context.getStore();
      if (current instanceof Evaluation && !current.done) current.noteRead(table, slot, value);
      return value;
    },
    set(value: unknown) {
      write(value);
      const current = context.getStore();
      if (!(current instanceof Evaluation)) return;
      if (current.done) warnLateInit(table, slot);
      else current.noteWrite(table, slot, value);
    },
  });
}

function warnLateInit(table: ModuleTable, slot: PropertyKey): void {
  warn(
    'PHOTON_LATE_INIT',
    `\`${String(slot)}\` of ${table.id} was set by code that module evaluation left running; photons will not see it. ` +
      'Await it at top level, or mark the binding `@photon shared`.',
  );
}
