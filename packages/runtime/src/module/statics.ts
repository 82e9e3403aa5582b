import { defineRootCell } from './root.js';
import type { ModuleTable } from './table.js';

/**
 * Makes `key` of `target` an accessor on the photon's record.
 *
 * `B.count = 1` where `B extends A` gives B its own property in the original program (ECMAScript §10.1.9.2), so
 * a write through another receiver defines the same kind of accessor there. Until a photon has written it,
 * that one reads what B inherits.
 */
export function defineStaticField(table: ModuleTable, target: object, key: PropertyKey, slot: string): void {
  Object.defineProperty(target, key, {
    enumerable: true,
    configurable: true,
    get: () => table.record()[slot],
    set(this: object, value: unknown) {
      if (this === target) table.record()[slot] = value;
      else writeShadow(table, this, key, value);
    },
  });
}

/** Whether assigning `key` of `target` calls a setter (ECMAScript §10.1.9.2). */
export function hasSetter(target: object, key: PropertyKey): boolean {
  for (let holder: object | null = target; holder; holder = Object.getPrototypeOf(holder) as object | null) {
    const property = Object.getOwnPropertyDescriptor(holder, key);
    if (property) return property.set !== undefined;
  }
  return false;
}

/** The slots of shadowing properties, by object and key. */
const shadows = new WeakMap<object, Map<PropertyKey, symbol>>();

function writeShadow(table: ModuleTable, receiver: object, key: PropertyKey, value: unknown): void {
  const slots = shadows.get(receiver) ?? new Map<PropertyKey, symbol>();
  shadows.set(receiver, slots);
  const slot = slots.get(key) ?? defineShadow(table, receiver, key);
  slots.set(key, slot);
  const record = table.record();
  if (record === table.root && !(slot in record)) defineRootCell(table, record, slot);
  record[slot] = value;
}

function defineShadow(table: ModuleTable, receiver: object, key: PropertyKey): symbol {
  const slot = Symbol(String(key));
  Object.defineProperty(receiver, key, {
    enumerable: true,
    configurable: true,
    get() {
      const record = table.record();
      return slot in record
        ? record[slot]
        : Reflect.get(Object.getPrototypeOf(receiver) as object, key, receiver);
    },
    set(this: object, value: unknown) {
      writeShadow(table, this, key, value);
    },
  });
  return slot;
}
