import { PhotonError } from '../errors.js';
import { noteLateAccess } from '../photon/accesses.js';
import type { Owned, Photon, PhotonTable } from '../photon/photon.js';
import { type ModuleRecord, type ModuleShape, RecordFactory } from './record.js';
import type { Step } from './step.js';

/** What a photon has of a module. */
export interface Entry extends Owned {
  readonly record: ModuleRecord;
  /** How many of the module's steps the photon has begun. */
  stepsRun: number;
  failure: { readonly error: unknown } | undefined;
}

/** One-entry cache in front of the records of a module; emptied when its photon ends, so that it keeps nobody alive. */
export class LastServed {
  photon: Photon | undefined;
  /** The frame that the photon was last seen in. */
  frame: unknown;
  record: ModuleRecord | undefined;
}

/** The records of one module: one for each photon, held weakly. */
export class PhotonRecords implements PhotonTable {
  readonly #id: string;
  readonly #entries = new WeakMap<Photon, Entry>();
  readonly factory: RecordFactory;
  readonly last = new LastServed();

  constructor(id: string, shape: ModuleShape) {
    this.#id = id;
    this.factory = new RecordFactory(shape);
  }

  /** The record that was served last, if that was to `photon`; `frame`, in which it runs, finds it from now on. */
  servedTo(photon: Photon, frame: unknown): ModuleRecord | undefined {
    const { last } = this;
    if (photon !== last.photon) return undefined;
    last.frame = frame;
    return last.record;
  }

  /** Whether `photon` has entered. */
  has(photon: Photon): boolean {
    return this.#find(photon) !== undefined;
  }

  /** Gives `photon` an empty record, unless it has one. */
  enter(photon: Photon): void {
    if (!this.has(photon)) this.#add(photon, this.factory.create(), 0);
  }

  /** Gives `record` to the photon that loads the module: its init is the evaluation itself. */
  adopt(photon: Photon, record: ModuleRecord): void {
    this.#add(photon, record, Number.MAX_SAFE_INTEGER);
  }

  #add(photon: Photon, record: ModuleRecord, stepsRun: number): void {
    const entry: Entry = { table: this, next: undefined, record, stepsRun, failure: undefined };
    if (!photon.ended) this.#entries.set(photon, entry);
    photon.own(entry);
  }

  /**
   * The record of a photon that has entered.
   * @throws what its init threw
   */
  serve(photon: Photon): ModuleRecord {
    const { record, failure } = this.entryOf(photon);
    if (failure) throw failure.error;
    if (photon.ended) noteLateAccess(this.#id, photon);
    else {
      this.last.photon = photon;
      this.last.frame = photon; // its frame, where a context stands for itself
      this.last.record = record;
    }
    return record;
  }

  /** The same while it is being initialized. */
  recordOf(photon: Photon): ModuleRecord {
    return this.entryOf(photon).record;
  }

  /** What a photon has that has entered. */
  entryOf(photon: Photon): Entry {
    const entry = this.#find(photon);
    if (entry) return entry;
    throw new PhotonError('PHOTON_NOT_RUNNING', `${this.#id} has no record for a photon`);
  }

  /** Whether `photon` has begun `step`. */
  hasBegun(photon: Photon, step: Step): boolean {
    return step.index < (this.#find(photon)?.stepsRun ?? 0);
  }

  /** Makes every later touch by `photon` throw what its init threw. */
  fail(photon: Photon, error: unknown): void {
    this.entryOf(photon).failure ??= { error };
    this.#emptyCacheOf(photon);
  }

  /**
   * Lets go of a photon that has ended. It keeps its own record; a weak entry would go with it, but leave the
   * WeakMap as large as the largest crowd it has seen.
   */
  forget(photon: Photon): void {
    this.#entries.delete(photon);
    this.#emptyCacheOf(photon);
  }

  #emptyCacheOf(photon: Photon): void {
    if (this.last.photon !== photon) return;
    this.last.photon = undefined;
    this.last.frame = undefined;
    this.last.record = undefined;
  }

  #find(photon: Photon): Entry | undefined {
    const entry = this.#entries.get(photon);
    return entry === undefined && photon.ended ? (photon.ownedOf(this) as Entry | undefined) : entry;
  }
}
