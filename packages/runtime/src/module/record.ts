/** What one photon owns of one module: a property for each isolated binding. */
export type ModuleRecord = Record<PropertyKey, unknown>;

/** What a module's isolated bindings are, as the compiler found them. */
export interface ModuleShape {
  /** `let`s and classes: touching one before its initializer has run throws. */
  readonly lets?: readonly string[];
  /** `var`s: `undefined` until assigned. */
  readonly vars?: readonly string[];
  /** Function declarations that are reassigned later, by name. */
  readonly functions?: Readonly<Record<string, unknown>>;
  /** Those of all these that hold functions without variables of their own. Calling others may change state. */
  readonly plain?: readonly string[];
}

/**
 * Makes records for one module. They share one hidden class: a `let` appears on the record when it is
 * initialized, and is an accessor that throws on the prototype until then, so initialized state costs no check.
 */
export function recordFactory({ lets = [], vars = [], functions = {} }: ModuleShape): () => ModuleRecord {
  const prototype = Object.create(null) as ModuleRecord;
  lets.forEach((slot) => {
    Object.defineProperty(prototype, slot, deadZone(slot));
  });
  const functionSlots = Object.keys(functions);
  function PhotonRecord(this: ModuleRecord) {
    for (let i = 0; i < functionSlots.length; i++)
      this[functionSlots[i] as string] = functions[functionSlots[i] as string];
    for (let i = 0; i < vars.length; i++) this[vars[i] as string] = undefined;
  }
  PhotonRecord.prototype = prototype;
  const Constructor = PhotonRecord as unknown as new () => ModuleRecord;
  return () => new Constructor();
}

/** ECMAScript §9.1.1.1: a binding that is not yet initialized can be neither read nor assigned. */
function deadZone(slot: string): PropertyDescriptor {
  const fail = (): never => {
    const error = new ReferenceError(`Cannot access '${slot}' before initialization`);
    Error.captureStackTrace?.(error, fail);
    throw error;
  };
  return { get: fail, set: fail, configurable: true };
}

/** Initializes a slot, whatever a dead zone or a setter says. */
export function setSlot(record: ModuleRecord, slot: PropertyKey, value: unknown): void {
  Object.defineProperty(record, slot, { value, writable: true, enumerable: true, configurable: true });
}
