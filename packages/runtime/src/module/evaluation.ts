import type { Photon } from '../photon/photon.js';
import type { Aftermath } from './aftermath.js';
import { type Changes, changeOf, lastOf, type ObjectChange } from './changes.js';
import { knownStatics } from './class-statics.js';
import { isHostObject, isObject } from './objects.js';
import { type Found, ObjectsRead } from './objects-read.js';
import type { Place } from './place.js';
import { Prototypes } from './prototypes.js';
import type { ModuleRecord } from './record.js';
import type { Follow } from './remaking.js';
import { currentTick, type Step } from './step.js';
import type { ModuleTable } from './table.js';

/** An assignment to isolated state that a top-level statement made. */
export interface Write {
  readonly place: Place;
  readonly value: unknown;
  /** Where the value was found, if isolated state held it: in a place, or somewhere inside of what a place holds. */
  readonly found?: Found | undefined;
}

/** A stretch of code, by what it has changed, or a step inside of code, by what registers it. */
export type Part = Changes | (() => void);

/** An object in a place. */
interface Held {
  readonly place: Place;
  readonly object: object;
}

/** When photons run code again that the module's evaluation has run. */
export type Repeats = 'always' | 'if it touches state' | 'if it touches objects' | 'never';

/**
 * One top-level statement or initializer while it runs for the first time. It notes which isolated state it
 * touches: that decides whether the statement belongs to what photons run again (semantics, "Init").
 */
export class Evaluation {
  readonly home: ModuleTable;
  readonly repeats: Repeats;
  /** The photon that loads the module, if one does. */
  readonly photon: Photon | undefined;
  readonly began = currentTick();
  readonly tables = new Set<ModuleTable>();
  readonly writes: Write[] = [];
  readonly #read: ObjectsRead;
  /** The prototypes of the objects, for code that photons may run again. */
  readonly prototypes = new Prototypes();
  /** What photons repeat if this code does not run again itself: steps of code inside, and what it did in between. */
  readonly parts: Part[] = [];
  /** What it makes that photons make anew if they run it again. */
  readonly made = new Map<object, Follow>();
  /** The objects that it has assigned and not found: if it reads one again, that was not there before. */
  readonly #brought = new WeakSet<object>();
  /** How many of {@link writes} were made in stretches that are over. */
  #writesBefore = 0;
  /** What deals with touches by code that it left running; set when it is over. */
  #aftermath: Aftermath | undefined;

  constructor(home: ModuleTable, repeats: Repeats, photon: Photon | undefined) {
    this.home = home;
    this.repeats = repeats;
    this.photon = photon;
    this.#read = new ObjectsRead(repeats === 'never');
  }

  get runsOnce(): boolean {
    return this.repeats === 'never';
  }

  /** Whether photons run it again: whether they must, or it turned out that it touches state. */
  get isRepeated(): boolean {
    if (this.repeats === 'if it touches state') return this.#touchesState;
    return this.repeats === 'always' || (!this.runsOnce && this.#touchesObjects);
  }

  /** Notes that state of `table` is about to be touched, which may throw: there may be no value yet. */
  noteTouch(table: ModuleTable): void {
    if (!this.#aftermath) this.tables.add(table);
  }

  /** Notes what a part of this code has touched and made. */
  notePart({ tables, made }: Evaluation): void {
    tables.forEach((table) => {
      this.noteTouch(table);
    });
    made.forEach((follow, object) => {
      this.noteMade(object, follow);
    });
  }

  /** Notes that it makes `object`. */
  noteMade(object: object, follow: Follow): void {
    if (!this.made.has(object)) this.made.set(object, follow);
  }

  /** Takes what a part of this code has done, which has failed, for what this code has done. */
  takeOver(part: Evaluation): void {
    this.notePart(part);
    part.writes.forEach((write) => {
      this.writes.push(write);
    });
    this.#read.add(part.#read);
  }

  noteRead(place: Place, value: unknown): void {
    if (typeof value === 'function') knownStatics(value)?.noteHolder(place);
    if (this.#aftermath) {
      this.#aftermath.noteRead(place, value);
      return;
    }
    if (typeof value === 'function') this.#noteFunction(place, value);
    if (typeof value !== 'object' || value === null || isHostObject(value)) return;
    this.#read.note(place, value, false);
    if (!this.runsOnce) this.prototypes.note(value);
  }

  #noteFunction(place: Place, value: object): void {
    // What a photon's own functions change is not seen: they have its record.
    const isPhotons = this.photon !== place.table.loader;
    if (place.mayHoldClosure || isPhotons) this.#read.note(place, value, true);
    else this.#read.noteFunction(place, value);
  }

  noteWrite(place: Place, value: unknown): void {
    const write = { place, value };
    if (this.#aftermath) {
      this.#aftermath.noteWrite(write);
      return;
    }
    const found = this.#read.placeOf(value);
    if (found === undefined && isObject(value)) this.#brought.add(value);
    this.writes.push({ ...write, found: this.#brought.has(value as object) ? undefined : found });
  }

  /** Keeps a step of code inside this code: it is needed only if this code does not run again itself. */
  readonly keepIfOnce = (add: () => void): void => {
    this.parts.push(add);
  };

  /** Takes what a part of this code has done for stretches of this code. */
  takeParts(part: Evaluation): void {
    part.endStretch();
    part.parts.forEach((each) => {
      this.parts.push(each);
    });
  }

  /** Ends a stretch: what comes now is a step of code inside, or nothing. */
  endStretch(): void {
    const writes = this.#locate(lastOf(this.writes.slice(this.#writesBefore)));
    const objects: ObjectChange[] = [];
    this.#read.all().forEach((read, object) => {
      const change = changeOf(object, read);
      if (change) objects.push(change);
    });
    this.#writesBefore = this.writes.length;
    if (writes.length + objects.length > 0) this.parts.push({ writes, objects });
  }

  /** Tells where the values of assignments are still to be found: something else may have been assigned there. */
  #locate(writes: readonly Write[]): Write[] {
    const assigned = new Set<unknown>();
    this.writes.forEach(({ place }) => {
      assigned.add(place);
    });
    const inside = writes.some(({ value }) => isObject(value)) ? this.#read.inside() : undefined;
    return writes.map((write) => {
      const { place, value, found } = write;
      const isThere = found !== undefined && (found === place || !assigned.has(found));
      const isHeld = found !== undefined || inside?.has(value as object) === true;
      return isThere || !isHeld ? write : { ...write, found: 'inside' };
    });
  }

  /** Begins a stretch after a step of code inside, whose changes are not this code's. */
  beginStretch(): void {
    this.#read.renew();
  }

  /** Ends the noting. What its callbacks hold on to is let go. */
  finish(aftermath: Aftermath): void {
    this.#aftermath = aftermath;
    this.writes.length = 0;
    this.parts.length = 0;
    this.#read.clear();
  }

  /** Notes that code goes on that this code has left running. */
  noteGoingOn(): void {
    this.#aftermath?.noteGoingOn();
  }

  /** Whether isolated state holds `object`, as far as it was read. */
  hasRead(object: object): boolean {
    return this.#read.has(object);
  }

  /** The effect of this code, unless photons run it again after all, for what it has left running. */
  unlessRepeated(effect: Step['run']): Step['run'] {
    return (record) => (this.#aftermath?.isRepeated ? undefined : effect(record));
  }

  /**
   * The same code for a photon, unless it only changed what that photon shares with root: the functions that the module
   * declares, and other objects that variables only refer to. They have been changed.
   */
  unlessShared(run: Step['run']): Step['run'] {
    const changesMore = this.repeats === 'always' || this.writes.length > 0 || this.#hasInner;
    const held = changesMore ? undefined : this.#heldAtHome();
    if (held === undefined || held.length === 0) return run;
    const isIdle = (record: ModuleRecord) =>
      !this.#aftermath?.touchesState && held.every((each) => isHeld(each, record));
    return (record) => (isIdle(record) ? undefined : run(record));
  }

  get #hasInner(): boolean {
    return this.parts.some((part) => typeof part === 'function');
  }

  /** The objects that it has read, with their places, if all are of its own module. */
  #heldAtHome(): Held[] | undefined {
    const held: Held[] = [];
    let others = 0;
    this.#read.all().forEach(({ place }, object) => {
      if (place.table === this.home) held.push({ place, object });
      else others += 1;
    });
    return others === 0 ? held : undefined;
  }

  /** Whether it wrote isolated state or read some that holds an object. */
  get #touchesState(): boolean {
    return this.writes.length > 0 || this.#read.all().size > 0;
  }

  get #touchesObjects(): boolean {
    return (
      this.#read.all().size > 0 || this.writes.some(({ value }) => isObject(value) && !isHostObject(value))
    );
  }
}

/** Whether the photon with `record` has the same object in that place. */
function isHeld({ place: { holder, key }, object }: Held, record: ModuleRecord): boolean {
  const own = holder(record);
  return Object.hasOwn(own, key) && own[key] === object;
}
