import { warn } from '../errors.js';
import type { ObjectChange } from './changes.js';
import type { Write } from './evaluation.js';
import { hasState, type Place } from './place.js';
import type { ModuleTable } from './table.js';
import { currentTurn } from './turn.js';
import { watchObject } from './watch.js';

/** What photons do about code that a statement left running. */
export interface Repetition {
  /** Whether they run the statement again, and with it what it leaves running. */
  readonly repeated: boolean;
  /** Makes them do so from now on; absent where the statement must run once. */
  readonly repeat: (() => void) | undefined;
  /** Makes them repeat a single assignment. */
  readonly repeatWrite: (write: Write) => void;
  /** Makes them repeat what was added to an object, and reports what cannot be repeated. */
  readonly repeatChange: (change: ObjectChange) => void;
}

/**
 * What top-level code does to isolated state after it has returned, in what it left running:
 * `load().then((found) => { config = found; })`.
 *
 * A process gets its first event when it has run all that needs no waiting, so a statement whose continuation
 * touches state within its turn of the event loop belongs to init, and photons run it before their handler.
 * What waits longer is not run again, nor what constants leave running: photons find what it has assigned and added when
 * they start. Where that comes late, it is reported.
 */
export class Aftermath {
  readonly #home: ModuleTable;
  readonly #repetition: Repetition;
  readonly #turn = currentTurn();
  /** The objects that are looked at for changes, or have been. */
  readonly #watched = new WeakSet<object>();
  #repeated: boolean;
  #touchesState = false;

  constructor(home: ModuleTable, repetition: Repetition) {
    this.#home = home;
    this.#repetition = repetition;
    this.#repeated = repetition.repeated;
  }

  /** Whether photons run the statement again. */
  get isRepeated(): boolean {
    return this.#repeated;
  }

  /** Whether what the statement left running has touched state in its turn: photons have to leave the same running. */
  get touchesState(): boolean {
    return this.#touchesState;
  }

  noteRead(place: Place, value: unknown): void {
    if (!hasState(place, value) || this.#joinTurn(place.table) || this.#repeated) return;
    this.#watch(place, value as object);
  }

  noteWrite(write: Write): void {
    if (this.#joinTurn(write.place.table) || this.#repeated) return;
    this.#repetition.repeatWrite(write);
    if (this.#turn.isOver || hasState(write.place, write.value)) warnLateInit(write.place);
  }

  /**
   * Notes that what the statement left running goes on. What that changes may not show, in closures and in modules of
   * which each photon has an instance, so photons that run the statement again run this before their handler as well.
   */
  noteGoingOn(): void {
    if (this.#repeated && !this.#turn.isOver) this.#runEarly();
  }

  /** What does not show is not taken for a change in late code: what runs in the background may look at anything. */
  #watch(place: Place, object: object): void {
    if (this.#watched.has(object)) return;
    this.#watched.add(object);
    const isLate = this.#turn.isOver;
    watchObject(place, object, isLate, (change) => {
      this.#repetition.repeatChange(change);
      if (isLate) warnLateInit(place);
    });
  }

  /** Makes the statement part of init, if that is not too late. */
  #joinTurn(table: ModuleTable): boolean {
    const { repeat } = this.#repetition;
    if (this.#turn.isOver || !(this.#repeated || repeat)) return false;
    if (!this.#repeated) repeat?.();
    this.#repeated = true;
    this.#touchesState = true;
    this.#home.group.absorb(table.group);
    this.#runEarly();
    return true;
  }

  /** What a photon loads in its handler, a process would load there, too. */
  #runEarly(): void {
    this.#home.group.leavesRunning ||= this.#home.loader === undefined;
  }
}

function warnLateInit({ name, table }: Place): void {
  warn(
    'PHOTON_LATE_INIT',
    `\`${name}\` of ${table.id} was set or changed by code that module evaluation left running; photons that start ` +
      'later share the value, or what was added, and those that are running do not see it. Await it at top level, or ' +
      'mark the binding `@photon shared`.',
  );
}
