import { Evaluation } from '../module/evaluation.js';
import { type Place, slotPlace } from '../module/place.js';
import type { ModuleRecord } from '../module/record.js';
import { ModuleTable } from '../module/table.js';
import { context } from '../photon/context.js';

/**
 * The globals that the program creates, as the state of a module that has no file: each photon has a record of its own,
 * which it fills by running the top-level code again that has created globals at root.
 */
export class GlobalVariables {
  readonly #table = new ModuleTable('globalThis', {}, {});
  /** Root's own. */
  readonly #root: ModuleRecord = Object.create(null) as ModuleRecord;
  /** All that exist for somebody. */
  readonly #places = new Map<PropertyKey, Place>();
  /** The modules whose evaluation has found a global missing: their init belongs to that of what creates it later. */
  readonly #missedBy = new Map<PropertyKey, Set<ModuleTable>>();

  has(key: PropertyKey): boolean {
    const holder = this.#holderOf(key);
    if (holder === undefined) this.#noteMissing(key);
    return holder !== undefined;
  }

  get(key: PropertyKey): unknown {
    const holder = this.#holderOf(key);
    if (holder === undefined) return undefined;
    const value = holder[key];
    const current = context.getStore();
    if (current instanceof Evaluation) current.noteRead(this.#placeOf(key), value);
    return value;
  }

  /** Whether a global that is not the process's would be the program's: code outside of photons and evaluations is not. */
  mayCreate(key: PropertyKey): boolean {
    return context.getStore() !== undefined || this.#places.has(key);
  }

  set(key: PropertyKey, value: unknown): boolean {
    const holder = this.#holderOf(key);
    const isPlain = holder === undefined || Reflect.getOwnPropertyDescriptor(holder, key)?.writable;
    if (!isPlain) return Reflect.set(holder, key, value);
    return this.define(key, { value, writable: true, enumerable: true });
  }

  /** Creates or changes one. All can be deleted: what only some photons have, no proxy can have for good. */
  define(key: PropertyKey, descriptor: PropertyDescriptor): boolean {
    const current = context.getStore();
    const place = this.#placeOf(key);
    const isDefined = Reflect.defineProperty(this.#record(), key, { ...descriptor, configurable: true });
    if (!(current instanceof Evaluation)) return isDefined;
    this.#missedBy.get(key)?.forEach((table) => {
      current.noteTouch(table);
    });
    current.noteWrite(place, descriptor.value);
    return isDefined;
  }

  delete(key: PropertyKey): boolean {
    const holder = this.#holderOf(key);
    const current = context.getStore();
    if (holder && current instanceof Evaluation) current.noteWrite(this.#placeOf(key), undefined);
    return holder === undefined || Reflect.deleteProperty(holder, key);
  }

  descriptorOf(key: PropertyKey): PropertyDescriptor | undefined {
    const holder = this.#holderOf(key);
    return holder && Reflect.getOwnPropertyDescriptor(holder, key);
  }

  keys(): readonly (string | symbol)[] {
    return this.#places.size === 0 ? [] : Reflect.ownKeys(this.#record());
  }

  /** What holds a global for the running code. A photon need not be initialized for what nobody has created. */
  #holderOf(key: PropertyKey): ModuleRecord | undefined {
    if (!this.#places.has(key)) return undefined;
    const record = this.#record();
    return Object.hasOwn(record, key) ? record : undefined;
  }

  #record(): ModuleRecord {
    const current = context.getStore();
    if (current === undefined) return this.#root;
    if (!(current instanceof Evaluation)) return this.#table.record();
    current.noteTouch(this.#table);
    return this.#table.recordBeside(current) ?? this.#root;
  }

  #placeOf(key: PropertyKey): Place {
    const place = this.#places.get(key) ?? slotPlace(this.#table, key, true);
    this.#places.set(key, place);
    return place;
  }

  #noteMissing(key: PropertyKey): void {
    const current = context.getStore();
    if (!(current instanceof Evaluation)) return;
    const tables = this.#missedBy.get(key) ?? new Set();
    this.#missedBy.set(key, tables.add(current.home));
  }
}
