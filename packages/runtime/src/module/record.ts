/** What one photon owns of one module: a property for each isolated binding. */
export type ModuleRecord = Record<PropertyKey, unknown>;

/** What a module's isolated bindings are, as the compiler found them. */
export interface ModuleShape {
  /** `let`s, classes and what holds the static fields of one: touching it before its initializer has run throws. */
  readonly lets?: readonly string[];
  /**
   * A constructor that assigns what is there before any code runs: `undefined` to `var`s, and function
   * declarations that are reassigned later. It is part of the generated code because engines make objects with
   * many properties into hash tables, unless they see the properties in a constructor.
   */
  readonly Record?: new () => object;
  /** Those of all these that hold functions without variables of their own. Calling others may change state. */
  readonly plain?: readonly string[];
  /** Those that do until they are assigned. */
  readonly plainAtFirst?: readonly string[];
  /** Private static fields: a class does not have them before they are initialized. */
  readonly privates?: readonly string[];
}

/**
 * Makes records for one module. They share one hidden class: a `let` appears on the record when it is
 * initialized, and is an accessor that throws on the prototype until then, so initialized state costs no check.
 */
export class RecordFactory {
  readonly prototype = Object.create(null) as ModuleRecord;
  readonly #shape: ModuleShape;
  readonly #Record: new () => ModuleRecord;

  constructor(shape: ModuleShape) {
    const { Record = newEmptyRecord() } = shape;
    this.#shape = shape;
    Record.prototype = this.prototype;
    this.#Record = Record as new () => ModuleRecord;
    defineUninitialised(this.prototype, shape);
  }

  /** Whether a function in the slot of a binding may have variables of its own. */
  mayHoldClosure(slot: PropertyKey): boolean {
    const { plain = [], privates = [] } = this.#shape;
    return typeof slot === 'string' && !plain.includes(slot) && !privates.includes(slot);
  }

  /** Adds the slot of a private field, which records lack until it is initialized. */
  declarePrivate(slot: PropertyKey): void {
    Object.defineProperty(this.prototype, slot, missingPrivate(slot));
  }

  create(): ModuleRecord {
    return new this.#Record();
  }

  /** Makes the value of `slot` when a record is first asked for it. */
  provide(slot: PropertyKey, make: () => unknown): void {
    Object.defineProperty(this.prototype, slot, {
      configurable: true,
      get(this: ModuleRecord) {
        const value = make();
        setSlot(this, slot, value);
        return value;
      },
    });
  }
}

/** Defines the slots that throw until they are initialized. */
export function defineUninitialised(record: ModuleRecord, { lets = [], privates = [] }: ModuleShape): void {
  lets.forEach((slot) => {
    Object.defineProperty(record, slot, deadZone(slot));
  });
  privates.forEach((slot) => {
    Object.defineProperty(record, slot, missingPrivate(slot));
  });
}

function newEmptyRecord(): new () => object {
  return function PhotonRecord() {} as unknown as new () => object;
}

/** ECMAScript §9.1.1.1: a binding that is not yet initialized can be neither read nor assigned. */
function deadZone(slot: string): PropertyDescriptor {
  return failing(() => new ReferenceError(`Cannot access '${slot}' before initialization`));
}

/** ECMAScript §7.3.31: an object has private fields from their initialization on. */
function missingPrivate(slot: PropertyKey): PropertyDescriptor {
  return failing(() => new TypeError(`Cannot access ${String(slot)} before initialization`));
}

function failing(createError: () => Error): PropertyDescriptor {
  const fail = (): never => {
    const error = createError();
    Error.captureStackTrace?.(error, fail);
    throw error;
  };
  return { get: fail, set: fail, configurable: true };
}

/** Initializes a slot, whatever a dead zone or a setter says. */
export function setSlot(record: ModuleRecord, slot: PropertyKey, value: unknown): void {
  Object.defineProperty(record, slot, { value, writable: true, enumerable: true, configurable: true });
}
