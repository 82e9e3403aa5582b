import type { Photon } from '../photon/photon.js';
import type { ModuleRecord } from './record.js';
import type { Entry } from './records.js';
import type { Step } from './step.js';
import type { ModuleTable } from './table.js';

/** Goes through steps for one photon. Most steps follow another one of their module, whose entry is at hand then. */
export class Progress {
  readonly #photon: Photon;
  #home: ModuleTable | undefined;
  #entry: Entry | undefined;

  constructor(photon: Photon) {
    this.#photon = photon;
  }

  /**
   * Marks a step as begun.
   * @returns the record that it is to run with; `undefined` if it was begun before
   */
  claim({ home, index }: Step): ModuleRecord | undefined {
    const entry = this.#entryIn(home);
    if (index < entry.stepsRun) return undefined;
    entry.stepsRun = index + 1;
    return entry.record;
  }

  #entryIn(home: ModuleTable): Entry {
    if (this.#entry === undefined || home !== this.#home) {
      this.#home = home;
      this.#entry = home.records.entryOf(this.#photon);
    }
    return this.#entry;
  }
}
