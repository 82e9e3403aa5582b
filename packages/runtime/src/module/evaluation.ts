import type { Photon } from '../photon/photon.js';
import type { Aftermath } from './aftermath.js';
import { isChanged, type Snapshot, takeSnapshot } from './snapshot.js';
import type { ModuleTable } from './table.js';

/** An assignment to isolated state that a top-level statement made. */
export interface Write {
  readonly table: ModuleTable;
  readonly slot: PropertyKey;
  readonly value: unknown;
}

/** An object read from isolated state, with what it held at that time: it may be changed through the read. */
export interface ObjectRead {
  readonly table: ModuleTable;
  readonly slot: PropertyKey;
  /** Known only of code that runs once. */
  readonly before: Snapshot | undefined;
}

/**
 * One top-level statement or initializer while it runs for the first time. It notes which isolated state it
 * touches: that decides whether the statement belongs to what photons run again (semantics, "Init").
 */
export class Evaluation {
  readonly home: ModuleTable;
  readonly runsOnce: boolean;
  /** The photon that loads the module, if one does. */
  readonly photon: Photon | undefined;
  readonly tables = new Set<ModuleTable>();
  readonly writes: Write[] = [];
  readonly objects = new Map<object, ObjectRead>();
  /** Functions read from isolated state, with their properties at that time. */
  readonly #functions = new Map<object, Snapshot>();
  /** Steps of static fields defined meanwhile. They are needed only if this code does not run again itself. */
  readonly inner: (() => void)[] = [];
  /** What deals with touches by code that it left running; set when it is over. */
  #aftermath: Aftermath | undefined;

  /** @param runsOnce whether photons will not run the code again, whatever it touches */
  constructor(home: ModuleTable, runsOnce: boolean, photon: Photon | undefined) {
    this.home = home;
    this.runsOnce = runsOnce;
    this.photon = photon;
  }

  noteRead(table: ModuleTable, slot: PropertyKey, value: unknown): void {
    if (this.#aftermath) {
      this.#aftermath.noteRead(table, value);
      return;
    }
    this.tables.add(table);
    if (typeof value === 'function' && !this.#functions.has(value)) {
      this.#functions.set(value, takeSnapshot(value));
    }
    if (typeof value !== 'object' || value === null || this.objects.has(value)) return;
    this.objects.set(value, { table, slot, before: this.runsOnce ? takeSnapshot(value) : undefined });
  }

  noteWrite(table: ModuleTable, slot: PropertyKey, value: unknown): void {
    const write = { table, slot, value };
    if (this.#aftermath) {
      this.#aftermath.noteWrite(write);
      return;
    }
    this.tables.add(table);
    this.writes.push(write);
  }

  /** Registers the steps of {@link inner}: this code does not run again. */
  keepInner(): void {
    this.inner.forEach((add) => {
      add();
    });
  }

  /** Ends the noting. What its callbacks hold on to is let go. */
  finish(aftermath: Aftermath): void {
    this.#aftermath = aftermath;
    this.writes.length = 0;
    this.objects.clear();
    this.#functions.clear();
  }

  /**
   * Whether it wrote isolated state or read some that holds an object. A function is not an object here unless
   * it was given properties: statements call functions all the time.
   */
  get touchedState(): boolean {
    if (this.writes.length > 0 || this.objects.size > 0) return true;
    return [...this.#functions.values()].some(isChanged);
  }
}
