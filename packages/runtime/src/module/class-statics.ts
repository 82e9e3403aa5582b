import { warn } from '../errors.js';
import { context } from '../photon/context.js';
import { Evaluation } from './evaluation.js';
import { isObject } from './objects.js';
import { type Place, valueIn } from './place.js';
import { type ModuleRecord, RecordFactory, setSlot } from './record.js';
import type { Follow } from './remaking.js';
import { defineRootCell } from './root.js';
import type { ModuleTable } from './table.js';

/** The initializer of a static field; `key` is its property key, which may be computed. */
export type FieldCode = (record: ModuleRecord, key: PropertyKey) => unknown;

/** What a record holds for a class: its isolated static fields. */
type Fields = ModuleRecord;

/** The statics of each class, and of whatever else has isolated properties. */
const known = new WeakMap<object, ClassStatics>();

/** The statics of `target`; they live in `slot` of the records of `table`, unless they live elsewhere already. */
export function staticsOf(table: ModuleTable, target: object, slot?: PropertyKey): ClassStatics {
  const statics = known.get(target) ?? new ClassStatics(table, target, slot ?? Symbol('statics'));
  known.set(target, statics);
  return statics;
}

/** The statics of `target`, if it has any. */
export function knownStatics(target: object): ClassStatics | undefined {
  return known.get(target);
}

/** The isolated static fields of one class: accessors of the class on what the running record holds for it. */
export class ClassStatics {
  readonly #table: ModuleTable;
  readonly #target: object;
  readonly #slot: PropertyKey;
  /** Fields that are not set yet, or deleted, read what the class inherits. */
  readonly #factory = new RecordFactory({});
  /** The values at root. */
  readonly #cells: Fields = this.#factory.create();
  /** What the root's record holds for generated code: the class itself, whatever became of its properties. */
  readonly #rootView: Fields = Object.create(null) as Fields;
  readonly #getters = new Map<PropertyKey, () => unknown>();
  readonly #places = new Map<PropertyKey, Place>();
  /** What holds the class, if evaluations have found it in isolated state. */
  #holder: Place | undefined;
  /** Classes may hold each other. */
  #isSought = false;
  /** Fields that the module's evaluation has replaced or deleted: the class's own properties count. */
  readonly #replaced = new Set<PropertyKey>();

  constructor(table: ModuleTable, target: object, slot: PropertyKey) {
    this.#table = table;
    this.#target = target;
    this.#slot = slot;
    setSlot(table.root, slot, this.#rootView);
    table.records.factory.provide(slot, () => this.#factory.create());
  }

  /** Initializes a field, now for root and later for each photon. */
  initialise(key: PropertyKey, code: FieldCode): void {
    const initial = (record: ModuleRecord) => code(record, key);
    this.#table.fill(this.placeOf(key), initial, {
      atRoot: (value) => this.define(key)(value),
      inPhoton: (fields, value) => {
        if (!this.#replaced.has(key)) setSlot(fields, key, value);
      },
    });
  }

  /** Makes `key` an accessor of the class; returns what sets its value for root. */
  define(key: PropertyKey): (value: unknown) => void {
    const { get, set } = this.#accessorOf(key);
    const configurable = !this.#table.statics.isSealed;
    Object.defineProperty(this.#target, key, { get, set, enumerable: true, configurable });
    this.#getters.set(key, get);
    this.#forwardToClass(this.#rootView, key);
    this.#inherit(key);
    this.#table.statics.beforePhotons(() => this.#seal(key));
    return defineRootCell(this.#cells, this.placeOf(key));
  }

  #accessorOf(key: PropertyKey): { get: () => unknown; set: (value: unknown) => void } {
    const statics = this;
    return {
      get: () => this.#current()[key],
      set(this: object, value: unknown) {
        if (this === statics.#target) statics.#write(key, value);
        else assign(statics.#table, this, key, value);
      },
    };
  }

  placeOf(key: PropertyKey): Place {
    const place = this.#places.get(key) ?? this.#createPlace(key);
    this.#places.set(key, place);
    return place;
  }

  #createPlace(key: PropertyKey): Place {
    const name = `static ${String(key)}`;
    const holder = (record: ModuleRecord) => this.#fieldsOf(record);
    const counterpart = () => this.#counterpart();
    return { table: this.#table, holder, key, name, mayHoldClosure: false, counterpart };
  }

  // ── Classes of which each photon has its own ──────────────────────────────────────────────────────────

  /** Notes where isolated state holds the class: in a binding rather than in a field, which may be its own. */
  noteHolder(place: Place): void {
    const isBinding = place.counterpart === undefined;
    if (isBinding || this.#holder === undefined) this.#holder = place;
  }

  /** The running photon's own class, if it has made one where the evaluation made this one. */
  #counterpart(): object | undefined {
    const holder = this.#holder;
    if (holder === undefined || this.#isSought) return undefined;
    this.#isSought = true;
    try {
      const own = valueIn(holder, holder.table.record());
      return isObject(own) && own !== this.#target ? own : undefined;
    } finally {
      this.#isSought = false;
    }
  }

  /** Has the photon with `record` use its own class where it finds this one. */
  readonly follow: Follow = (record, own) => {
    setSlot(record, this.#slot, own);
  };

  // ── Access ────────────────────────────────────────────────────────────────────────────────────────────

  #current(): Fields {
    return this.#fieldsOf(this.#table.record());
  }

  #fieldsOf(record: ModuleRecord): Fields {
    const fields = record[this.#slot] as Fields;
    return fields === this.#rootView ? this.#cells : fields;
  }

  #write(key: PropertyKey, value: unknown): void {
    const fields = this.#current();
    if (fields === this.#cells) {
      if (isFrozen(this.#target)) throw readOnly(key);
      if (!Object.hasOwn(fields, key)) defineRootCell(fields, this.placeOf(key));
    }
    fields[key] = value;
  }

  // ── Shadows ───────────────────────────────────────────────────────────────────────────────────────────

  /** Gives the object a field that has no initializer: photons that do not set it read what it inherits. */
  shadow(key: PropertyKey, value: unknown): void {
    if (!this.owns(key)) {
      this.define(key);
      delete this.#cells[key];
    }
    this.#write(key, value);
  }

  /** Whether `key` is still the accessor that this has made. */
  owns(key: PropertyKey): boolean {
    const getter = this.#getters.get(key);
    return getter !== undefined && Object.getOwnPropertyDescriptor(this.#target, key)?.get === getter;
  }

  #inherit(key: PropertyKey): void {
    Object.defineProperty(this.#factory.prototype, key, {
      configurable: true,
      get: () => Reflect.get(Object.getPrototypeOf(this.#target) as object, key, this.#target),
      set(this: Fields, value: unknown) {
        setSlot(this, key, value);
      },
    });
  }

  // ── What the program does to the properties ───────────────────────────────────────────────────────────

  /**
   * Fixes a field when the first photon comes: from now on nobody can replace or delete its accessor, for that
   * would concern all photons. What evaluation has made of it is what photons find.
   */
  #seal(key: PropertyKey): void {
    const own = Object.getOwnPropertyDescriptor(this.#target, key);
    if (own?.get === undefined || own.get !== this.#getters.get(key)) this.#giveUp(key, own);
    else if (isFrozen(this.#target)) this.#table.afterInit((record) => freeze(this.#fieldsOf(record), key));
    else if (own.configurable) Object.defineProperty(this.#target, key, { configurable: false });
  }

  #giveUp(key: PropertyKey, own: PropertyDescriptor | undefined): void {
    this.#replaced.add(key);
    this.#forwardToClass(this.#factory.prototype, key);
    if (own && (own.writable || isObject(own.value))) warnReplaced(this.#table, key);
  }

  #forwardToClass(view: Fields, key: PropertyKey): void {
    const target = this.#target as Fields;
    Object.defineProperty(view, key, {
      configurable: true,
      get: () => target[key],
      set(value: unknown) {
        target[key] = value;
      },
    });
  }

  /** Deletes a field: for good while no photon has come, and then for the running photon. */
  remove(key: PropertyKey): void {
    const fields = this.#current();
    if (!this.owns(key) || !this.#table.statics.isSealed || isFrozen(this.#target)) {
      deleteProperty(this.#target, key);
      return;
    }
    delete fields[key];
    warnDeleted(this.#table, key);
  }
}

/** `delete target[key]` in strict code, which throws if that fails. */
export function deleteProperty(target: object, key: PropertyKey): void {
  if (!Reflect.deleteProperty(target, key)) throw new TypeError(`Cannot delete property '${String(key)}'`);
}

/**
 * `B.count = 1` where `B extends A` and `count` belongs to A gives B a property of its own, or sets the one that
 * it has (ECMAScript §10.1.9.2).
 */
function assign(table: ModuleTable, receiver: object, key: PropertyKey, value: unknown): void {
  const own = isObject(receiver) ? Object.getOwnPropertyDescriptor(receiver, key) : undefined;
  const isOwnField = known.get(receiver)?.owns(key) ?? false;
  if (!isObject(receiver) || (own ? !(isOwnField || own.writable) : !Object.isExtensible(receiver)))
    throw readOnly(key);
  if (own && !isOwnField) Object.defineProperty(receiver, key, { value });
  else if (!own && isHeldByState(receiver)) setSlot(receiver as ModuleRecord, key, value);
  else staticsOf(table, receiver).shadow(key, value);
}

/** Whether top-level code is at work with an object that isolated state holds: each photon has one of its own. */
function isHeldByState(object: object): boolean {
  const current = context.getStore();
  return current instanceof Evaluation && current.hasRead(object);
}

/** Whether assignments to the properties of `target` fail. */
function isFrozen(target: object): boolean {
  return !Object.isExtensible(target) && Object.isFrozen(target);
}

function freeze(fields: Fields, key: PropertyKey): void {
  if (Object.hasOwn(fields, key)) Object.defineProperty(fields, key, { writable: false });
}

function readOnly(key: PropertyKey): TypeError {
  return new TypeError(`Cannot assign to read only property '${String(key)}'`);
}

function warnReplaced({ id }: ModuleTable, key: PropertyKey): void {
  warn(
    'PHOTON_STATIC_REPLACED',
    `Module evaluation has defined the static field \`${String(key)}\` of ${id} anew, as a property that photons share. ` +
      'Assign it instead, or define an accessor.',
  );
}

function warnDeleted({ id }: ModuleTable, key: PropertyKey): void {
  warn(
    'PHOTON_STATIC_DELETED',
    `A photon has deleted the static field \`${String(key)}\` of ${id}: it reads the field as deleted, but \`in\`, ` +
      '`Object.keys` and the like still find it, because all photons share the class.',
  );
}
