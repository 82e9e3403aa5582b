import { context } from '../photon/context.js';
import { type Cell, cellOf, forwardTo } from './cells.js';
import { deleteProperty, type FieldCode, knownStatics, staticsOf } from './class-statics.js';
import { DecoratedField, type Decorator, watchDecorator } from './decorated.js';
import { Evaluation } from './evaluation.js';
import { type Place, slotPlace } from './place.js';
import { type ModuleRecord, setSlot } from './record.js';
import { type Made, Remaking } from './remaking.js';
import { defineRootCell } from './root.js';
import type { Code } from './steps.js';
import type { ModuleTable } from './table.js';

/**
 * Where a class keeps its isolated fields: in a slot, if it is defined once. A class that is part of a step, which
 * photons may run again with a class of their own, names the record of that step.
 */
type ClassPlace = string | ModuleRecord;

/** The static side of the classes of one module. Generated code calls it while they are defined. */
export class ModuleStatics {
  readonly #table: ModuleTable;
  /** The computed keys of classes that are being defined. */
  readonly #keys = new Map<string, PropertyKey>();
  readonly #decorated = new Map<string, DecoratedField>();
  /** What photons are at that run steps again. */
  readonly #remakings = new WeakMap<ModuleRecord, Remaking>();
  #seals: (() => void)[] = [];
  #isSealed = false;

  constructor(table: ModuleTable) {
    this.#table = table;
  }

  // ── Fields ────────────────────────────────────────────────────────────────────────────────────────────

  /** Defines a static field: on a shared class an accessor that reads and writes the photon's own value. */
  field(target: object, key: PropertyKey, code: FieldCode, place?: ClassPlace): void {
    const record = this.#recordOf(place);
    if (record) {
      this.#remakings.get(record)?.note(record, target);
      setSlot(target as ModuleRecord, key, code(record, key));
      return;
    }
    const statics = staticsOf(this.#table, target, slotOf(place));
    if (typeof place === 'object') this.#table.noteMade(target, statics.follow);
    statics.initialise(key, code);
  }

  /**
   * {@link field} for a property that the program assigns: `exports.count = 0`. Where the object is part of
   * isolated state, or a setter takes the assignment, the assignment is a step.
   */
  property(target: () => object, key: PropertyKey, code: Code<unknown>): void {
    const { object, evaluation } = this.#table.begin(target);
    if (!evaluation.hasRead(object) && !hasSetter(object, key)) {
      this.field(object, key, code);
      return;
    }
    const assign = (record: ModuleRecord) => Reflect.set(object, key, code(record));
    const again = (record: ModuleRecord) => Reflect.set(target(), key, code(record));
    this.#table.complete(evaluation, assign, again);
  }

  /** {@link property} within an expression. */
  assign<T>(target: object, key: PropertyKey, value: T): T {
    if (isShared(target) && !hasSetter(target, key)) {
      staticsOf(this.#table, target, undefined).initialise(key, () => undefined);
    }
    Reflect.set(target, key, value);
    return value;
  }

  /** Initializes a slot that no variable backs: a private static field, a variable of a namespace. */
  hidden(slot: PropertyKey, code: Code<unknown>): void {
    const place = slotPlace(this.#table, slot, this.#table.records.factory.mayHoldClosure(slot));
    this.#table.fill(place, code, {
      atRoot: (value) => defineRootCell(this.#table.root, place)(value),
      inPhoton: (record, value) => setSlot(record, slot, value),
    });
  }

  /** What holds a private static field of a class that is part of a step. */
  privateCell(code: Code<unknown>, place: ModuleRecord): Cell {
    const record = this.#recordOf(place);
    if (record) {
      const own: Cell = { value: undefined };
      this.#remakings.get(record)?.note(record, own);
      own.value = code(record);
      return own;
    }
    const slot = this.#privateSlot();
    const cell = cellOf(this.#table, slot);
    this.#table.noteMade(cell, (other, own) => {
      forwardTo(other, slot, own as Cell);
    });
    this.hidden(slot, code);
    return cell;
  }

  #privateSlot(): symbol {
    const slot = Symbol('private field');
    this.#table.records.factory.declarePrivate(slot);
    return slot;
  }

  /** `delete target[key]`, where `target` may be a class with isolated static fields. */
  delete(target: object, key: PropertyKey): true {
    const statics = knownStatics(target);
    if (statics) statics.remove(key);
    else deleteProperty(target, key);
    return true;
  }

  /** The record of the photon that makes a class for itself; none for a class that the evaluation makes. */
  #recordOf(place: ClassPlace | undefined): ModuleRecord | undefined {
    if (typeof place === 'string') return undefined;
    return place === this.#table.root ? undefined : place;
  }

  /** Tells that the photon with `record` runs a step again that has made something. */
  remake(record: ModuleRecord, made: Made): void {
    this.#remakings.set(record, new Remaking(made));
  }

  // ── Computed keys ─────────────────────────────────────────────────────────────────────────────────────

  /**
   * Evaluates the computed key of a class member; {@link keyOf} gives it again.
   * @param record that of the step which the class, and so the key, is part of
   */
  key(id: string, code: Code<unknown>, record?: ModuleRecord): PropertyKey {
    const evaluate = (target: ModuleRecord) => propertyKey(code(target));
    const owner = record && (this.#recordOf(record) ?? (this.#table.isMakingPrivate ? record : undefined));
    return this.#keepKey(id, owner ? evaluate(owner) : this.#table.onceInStep(evaluate));
  }

  /** {@link key} for a key that awaits. */
  async keyAsync(id: string, code: Code<Promise<unknown>>, record?: ModuleRecord): Promise<PropertyKey> {
    const evaluate = async (target: ModuleRecord) => propertyKey(await code(target));
    if (record) return this.#keepKey(id, await evaluate(record));
    return this.#keepKey(id, this.#table.settled(await this.#table.onceAsync(evaluate)) as PropertyKey);
  }

  /** The key that was evaluated last for `id`. */
  keyOf(id: string): PropertyKey {
    return this.#keys.get(id) as PropertyKey;
  }

  #keepKey(id: string, key: PropertyKey): PropertyKey {
    this.#keys.set(id, key);
    return key;
  }

  // ── Decorators ────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Evaluates a decorator, and has its application watched as well: both run once.
   * @param id the isolated static field that it decorates, if it does
   */
  decorator<T>(code: Code<T>, id?: string): T {
    const decorate = this.#table.once(code);
    if (typeof decorate !== 'function') return decorate;
    const field = id === undefined ? undefined : this.#decoratedField(id);
    return watchDecorator(this.#table, decorate as T & Decorator, field);
  }

  /** The initial value of a decorated field. Its decorators may map it; photons repeat that. */
  decorated(id: string, target: object, key: PropertyKey, code: FieldCode, place: ClassPlace): unknown {
    const record = this.#recordOf(place);
    if (record) return code(record, key);
    const fields = staticsOf(this.#table, target, slotOf(place)).placeOf(key);
    return this.#initialiseDecorated(this.#decoratedField(id), target, fields, code);
  }

  #initialiseDecorated(field: DecoratedField, target: object, place: Place, code: FieldCode): unknown {
    return this.#table.fill(place, (record) => code(record, place.key), {
      atRoot: (value) => value,
      inPhoton: (holder, value) => setSlot(holder, place.key, field.initialValue(target, value)),
    });
  }

  /** Makes a decorated field, which the language has just defined, an isolated one. */
  expose(id: string, target: object, key: PropertyKey, place: ClassPlace): void {
    this.#decorated.delete(id);
    if (this.#recordOf(place)) return;
    const value: unknown = Reflect.get(target, key);
    staticsOf(this.#table, target, slotOf(place)).define(key)(value);
  }

  /** The initial value of a decorated auto-accessor. */
  accessor(id: string, target: object, key: PropertyKey, code: FieldCode, place: ClassPlace): unknown {
    const record = this.#recordOf(place);
    if (record) return code(record, key);
    const field = this.#decoratedField(id);
    const storage = this.#storageOf(id, field, place);
    return this.#initialiseDecorated(field, target, storage, (record) => code(record, key));
  }

  /** The innermost decorator of a decorated auto-accessor: keeps what photons assign. */
  storage(id: string, place: ClassPlace): Decorator {
    if (this.#recordOf(place)) return () => undefined;
    const field = this.#decoratedField(id);
    return field.store(this.#storageOf(id, field, place));
  }

  /** Asked for twice: TypeScript's older decorators are applied after the initial value is known, others before. */
  #storageOf(id: string, field: DecoratedField, place: ClassPlace): Place {
    if (field.storage) this.#decorated.delete(id);
    const slot = typeof place === 'string' ? place : this.#privateSlot();
    field.storage ??= slotPlace(this.#table, slot);
    return field.storage;
  }

  #decoratedField(id: string): DecoratedField {
    const field = this.#decorated.get(id) ?? new DecoratedField(this.#table);
    this.#decorated.set(id, field);
    return field;
  }

  // ── The first photon ──────────────────────────────────────────────────────────────────────────────────

  /** Whether photons have come: from then on, nothing changes the classes any more. */
  get isSealed(): boolean {
    return this.#isSealed;
  }

  /** Calls `seal` when the first photon comes. */
  beforePhotons(seal: () => void): void {
    if (!this.#isSealed) this.#seals.push(seal);
  }

  /** Tells that a photon comes. */
  seal(): void {
    if (this.#isSealed) return;
    this.#isSealed = true;
    const seals = this.#seals;
    this.#seals = [];
    seals.forEach((seal) => {
      seal();
    });
  }
}

function slotOf(place: ClassPlace | undefined): string | undefined {
  return typeof place === 'string' ? place : undefined;
}

/** Whether an object that top-level code is at work with is no photon's own. */
function isShared(object: object): boolean {
  const current = context.getStore();
  return current === undefined || (current instanceof Evaluation && !current.hasRead(object));
}

/** Whether assigning `key` of `target` calls a setter (ECMAScript §10.1.9.2). */
function hasSetter(target: object, key: PropertyKey): boolean {
  for (let holder: object | null = target; holder; holder = Object.getPrototypeOf(holder) as object | null) {
    const property = Object.getOwnPropertyDescriptor(holder, key);
    if (property) return property.set !== undefined;
  }
  return false;
}

/** ECMAScript §7.1.19, ToPropertyKey */
function propertyKey(value: unknown): PropertyKey {
  return Reflect.ownKeys({ [value as PropertyKey]: true })[0] as PropertyKey;
}
