import { setImmediate } from 'node:timers';
import { PhotonError } from '../errors.js';
import { timeInit } from '../photon/channels.js';
import { context } from '../photon/context.js';
import type { Photon } from '../photon/photon.js';
import { Awaiting } from './awaiting.js';
import { Progress } from './progress.js';
import type { Step } from './step.js';
import type { ModuleTable } from './table.js';
import { noteInitialised } from './turn.js';
import { settleWatches } from './watch.js';

/**
 * Modules whose init belongs together, because a step of one touched the state of another. A photon runs
 * all their steps, in the order of the original evaluation, when it first touches any of them. Running
 * them apart would let a step see state that the photon has changed since.
 */
export class InitGroup {
  tables: ModuleTable[];
  steps: Step[] = [];
  #leavesRunning = false;

  constructor(table: ModuleTable) {
    this.tables = [table];
  }

  /** Adds a step: the last one, or one that turned out late to be one. */
  add(step: Step): void {
    const before = this.steps.findLastIndex(({ order }) => order < step.order);
    this.steps.splice(before + 1, 0, step);
    if (step.async) earlyGroups.add(this);
  }

  /** Whether steps leave code running that goes on to touch state in the same turn of the event loop. */
  get leavesRunning(): boolean {
    return this.#leavesRunning;
  }

  set leavesRunning(does: boolean) {
    this.#leavesRunning = does;
    if (does) earlyGroups.add(this);
  }

  /** Makes this group and `other` one. */
  absorb(other: InitGroup): void {
    if (other === this) return;
    this.tables = this.tables.concat(other.tables);
    this.steps = this.steps.concat(other.steps).sort((a, b) => a.order - b.order);
    other.tables.forEach((table) => {
      table.group = this;
    });
    this.#leavesRunning ||= other.leavesRunning;
    if (earlyGroups.delete(other)) earlyGroups.add(this);
    watchers.forEach((groups) => {
      if (groups.delete(other)) groups.add(this);
    });
  }

  /** Whether `photon` has not yet begun all of the group's steps. */
  isPending(photon: Photon): boolean {
    return this.steps.some((step) => !step.home.records.hasBegun(photon, step));
  }

  /**
   * Runs what `photon` has not yet run of the group's steps.
   * @throws what a step throws; the photon's later touches throw the same
   */
  initialise(photon: Photon): void {
    const timing = timeInit(photon, this.tables);
    watchers.forEach((groups) => {
      groups.add(this);
    });
    this.#enter(photon);
    try {
      const { steps } = this;
      const progress = new Progress(photon);
      for (let i = 0; i < steps.length; i++) {
        const step = steps[i] as Step;
        const record = progress.claim(step);
        if (record === undefined) continue;
        if (step.async) throw asyncInitError(step);
        step.run(record);
      }
      noteInitialised(photon);
    } catch (error) {
      throw this.#fail(photon, error);
    } finally {
      timing?.end();
    }
  }

  /** Runs a step for a photon that has run the others, because it has turned out late to be one. */
  catchUp(photon: Photon, step: Step): void {
    new Progress(photon).claim(step);
    try {
      context.run(photon, step.run, step.home.records.recordOf(photon));
    } catch (error) {
      this.#fail(photon, error);
    }
  }

  /** The same for a group with steps that await. What steps leave running goes on between them, where it did then. */
  async initialiseAsync(photon: Photon): Promise<void> {
    const timing = timeInit(photon, this.tables);
    this.#enter(photon);
    try {
      const { steps } = this;
      const progress = new Progress(photon);
      let tick = steps[0]?.began ?? 0;
      for (let i = 0; i < steps.length; i++) {
        const step = steps[i] as Step;
        const record = progress.claim(step);
        if (record === undefined) continue;
        for (; this.#leavesRunning && tick < step.began; tick++) await undefined;
        tick = step.ended;
        const running = step.run(record);
        if (!(running instanceof Awaiting)) continue;
        // To await a function that does this would take a tick more.
        while (running.next()) {
          try {
            running.value = await running.operand;
          } catch (error) {
            running.error = error;
          }
        }
      }
      noteInitialised(photon);
    } catch (error) {
      throw this.#fail(photon, error);
    } finally {
      timing?.end();
    }
  }

  /** @returns `error`, which every later touch will throw as well */
  #fail(photon: Photon, error: unknown): unknown {
    this.tables.forEach((table) => {
      table.records.fail(photon, error);
    });
    return error;
  }

  #enter(photon: Photon): void {
    this.tables.forEach((table) => {
      table.enter(photon);
    });
  }
}

/** The groups that are initialized before the handler starts, because a first touch could not wait for them. */
const earlyGroups = new Set<InitGroup>();

/**
 * Initializes, for a photon, the modules whose init takes time: it awaits, or leaves code running that a process
 * would have run before its first event.
 * @returns `undefined` when there is nothing to wait for
 */
export function initialiseEarly(photon: Photon): Promise<void> | undefined {
  if (earlyGroups.size === 0) return undefined;
  settleWatches();
  const pending = [...earlyGroups].filter((group) => group.isPending(photon));
  return pending.length === 0 ? undefined : initialiseEach(pending, photon);
}

async function initialiseEach(groups: InitGroup[], photon: Photon): Promise<void> {
  groups.sort((a, b) => firstOrder(a) - firstOrder(b));
  for (let i = 0; i < groups.length; i++) await groups[i]?.initialiseAsync(photon);
  if (groups.some(({ leavesRunning }) => leavesRunning)) await endOfTurn();
}

/** Who notes which groups photons touch. */
const watchers = new Set<Set<InitGroup>>();

/** The groups that photons have touched while they were watched. */
export class TouchedGroups {
  readonly #groups = new Set<InitGroup>();

  get size(): number {
    return this.#groups.size;
  }

  /** Begins to watch, or ends it and forgets. */
  watch(does: boolean): void {
    if (does) watchers.add(this.#groups);
    else if (watchers.delete(this.#groups)) this.#groups.clear();
  }

  /** Runs what `photon` has not yet run of the steps of all of them, in the order of the original evaluation. */
  initialise(photon: Photon): void {
    const groups = [...this.#groups].sort((a, b) => firstOrder(a) - firstOrder(b));
    groups.forEach((group) => {
      if (group.isPending(photon)) group.initialise(photon);
    });
  }
}

function endOfTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function firstOrder(group: InitGroup): number {
  return group.steps[0]?.order ?? 0;
}

function asyncInitError(step: Step): PhotonError {
  return new PhotonError(
    'PHOTON_ASYNC_INIT',
    `${step.home.id} initializes its state with top-level await and was loaded after the photon had started; ` +
      'import it statically, or mark the binding `@photon shared`',
  );
}
