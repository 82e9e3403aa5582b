import { AsyncResource } from 'node:async_hooks';
import { setImmediate } from 'node:timers';
import { initialiseEarly, TouchedGroups } from '../module/group.js';
import { context } from './context.js';
import { Photon } from './photon.js';

/** Photons whose init has run before their invocations come. */
class WarmPhotons {
  readonly #touched = new TouchedGroups();
  /** Init must not find what the caller's async context holds, such as the request that took the last photon. */
  readonly #home = new AsyncResource('PHOTONIZE_PREWARM');
  #ready: Photon[] = [];
  #wanted = 0;
  #isWarming = false;

  want(count: number): void {
    this.#wanted = count;
    for (const photon of this.#ready.splice(count)) context.run(photon, () => photon.end());
    this.#touched.watch(count > 0);
    this.warmLater();
  }

  take(): Photon | undefined {
    return this.#ready.pop();
  }

  /** One photon in each turn of the event loop, after what has come in meanwhile. */
  warmLater(): void {
    if (this.#isWarming || this.#ready.length >= this.#wanted) return;
    this.#isWarming = true;
    this.#home.runInAsyncScope(() => setImmediate(() => void this.#warmOne()).unref());
  }

  async #warmOne(): Promise<void> {
    const photon = new Photon();
    const isReady = this.#touched.size > 0 && (await context.run(photon, () => this.#warm(photon)));
    this.#isWarming = false;
    // What fails now will tell the invocation that it concerns; nobody waits for this one.
    if (!isReady || this.#ready.length >= this.#wanted) return photon.end();
    this.#ready.unshift(photon);
    this.warmLater();
  }

  async #warm(photon: Photon): Promise<boolean> {
    try {
      await initialiseEarly(photon);
      this.#touched.initialise(photon);
      return true;
    } catch {
      return false;
    }
  }
}

const warm = new WarmPhotons();

/**
 * Keeps photons ready whose init has run while the event loop was idle, so that invocations start with theirs. A photon
 * is warm in the modules that photons have touched since the first call; what else an invocation touches is initialized
 * then, as ever. What is prewarmed sees an earlier time than its invocation, as a process that waits for its event.
 *
 * @param count how many photons are kept; 0 ends those that wait
 * @throws {RangeError} when `count` is no whole number, or negative
 */
export function prewarm(count: number): void {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError(`prewarm() takes a number of photons, not ${String(count)}`);
  warm.want(count);
}

/** A photon for an invocation: one that is warm, if there is one. */
export function nextPhoton(id: string | undefined): Photon {
  const photon = warm.take();
  if (photon === undefined) return new Photon(id);
  photon.name(id);
  return photon;
}

/** Makes up for photons that have been taken, when their handlers have begun: who is about to begin does not wait for it. */
export function replaceTaken(): void {
  warm.warmLater();
}
