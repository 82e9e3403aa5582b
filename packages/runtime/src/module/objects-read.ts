import { isObject } from './objects.js';
import type { Place } from './place.js';
import { addInner, isChanged, type Snapshot, takeSnapshot } from './snapshot.js';

/** An object read from isolated state, with what it held at that time: it may be changed through the read. */
export interface ObjectRead {
  readonly place: Place;
  /** Known only of code that runs once. */
  readonly before: Snapshot | undefined;
}

/** Where an object was found: in a place that still holds it, or somewhere inside of isolated state. */
export type Found = Place | 'inside';

/** The objects that a piece of top-level code has read from isolated state. */
export class ObjectsRead {
  readonly #takesSnapshots: boolean;
  readonly #objects = new Map<object, ObjectRead>();
  /** Functions without variables of their own: they matter if they were given properties. */
  readonly #functions = new Map<object, ObjectRead & { readonly before: Snapshot }>();

  /** @param takesSnapshots whether what becomes of the objects has to be known */
  constructor(takesSnapshots: boolean) {
    this.#takesSnapshots = takesSnapshots;
  }

  /** Notes an object, or a function that may have variables of its own; `opaque` tells that changes may not show. */
  note(place: Place, value: object, opaque: boolean): void {
    if (this.#objects.has(value)) return;
    const before = this.#takesSnapshots ? takeSnapshot(value) : undefined;
    this.#objects.set(value, {
      place,
      before: before && { ...before, opaque: opaque || before.opaque },
    });
  }

  /** Notes a function without variables of its own. */
  noteFunction(place: Place, value: object): void {
    if (!this.#functions.has(value)) this.#functions.set(value, { place, before: takeSnapshot(value) });
  }

  /** Takes what another piece of code has read for read here. */
  add(other: ObjectsRead): void {
    other.#objects.forEach((read, object) => {
      this.#objects.set(object, read);
    });
  }

  /** Where a value was found, if it was. */
  placeOf(value: unknown): Place | undefined {
    if (!isObject(value)) return undefined;
    return (this.#objects.get(value) ?? this.#functions.get(value))?.place;
  }

  /** What the objects held at any level. Only code that runs once has to know. */
  inside(): Set<object> {
    const found = new Set<object>();
    this.#objects.forEach(({ before }) => {
      if (before) addInner(before, found);
    });
    return found;
  }

  has(object: object): boolean {
    return this.#objects.has(object) || this.#functions.has(object);
  }

  /**
   * The objects. A function is not an object here unless it has variables of its own, or was given properties:
   * statements call functions all the time.
   */
  all(): ReadonlyMap<object, ObjectRead> {
    const objects = new Map<object, ObjectRead>();
    this.#objects.forEach((read, object) => {
      objects.set(object, read);
    });
    this.#functions.forEach((read, object) => {
      if (isChanged(read.before)) objects.set(object, read);
    });
    return objects;
  }

  /** Takes what they hold now for what they held before, where that matters. */
  renew(): void {
    if (!this.#takesSnapshots) return;
    this.#objects.forEach((read, object) => {
      this.#objects.set(object, { ...read, before: takeSnapshot(object) });
    });
    this.#functions.forEach((read, object) => {
      this.#functions.set(object, { ...read, before: takeSnapshot(object) });
    });
  }

  clear(): void {
    this.#objects.clear();
    this.#functions.clear();
  }
}
