import { initialiseEarly } from '../module/group.js';
import { channels } from './channels.js';
import { context } from './context.js';
import type { Photon } from './photon.js';
import { nextPhoton, replaceTaken } from './prewarm.js';

/** Options of {@link runPhoton}. */
export interface PhotonOptions {
  /** The photon's id, for example the host's request id. Must be unique; default a random UUID. */
  readonly id?: string | undefined;
  /** Gives the photon up when it aborts: its signal aborts and its locks are released. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `fn` as one photon: every photonized module it touches gives it fresh module-level state.
 * The photon ends when `fn` has settled and what it passed to `waitUntil` has.
 *
 * @param fn receives the photon; may be async
 * @returns what `fn` returns; rejects with what it throws
 */
export function runPhoton<T>(
  fn: (photon: Photon) => T | PromiseLike<T>,
  options: PhotonOptions = {},
): Promise<T> {
  const { id, signal } = options;
  if (signal?.aborted) return Promise.reject(signal.reason);
  const photon = nextPhoton(id);
  if (channels.start.hasSubscribers) channels.start.publish({ photon });
  const unwatch = signal && watch(signal, photon);
  const answer = answerOf(photon, fn);
  replaceTaken();
  // Not an async function: what that keeps while it waits is most of a photon's memory.
  return answer.then(
    (value) => {
      finish(photon, unwatch);
      return value;
    },
    (error: unknown) => {
      finish(photon, unwatch);
      throw error;
    },
  );
}

/** Gives the photon up when `signal` aborts. */
function watch(signal: AbortSignal, photon: Photon): () => void {
  const onAbort = () => giveUp(photon, signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  return () => signal.removeEventListener('abort', onAbort);
}

/**
 * Gives a photon up, for hosts that keep no signal for each: its signal aborts and its locks are released, whether or not
 * its code goes on.
 * @param reason what `signal.reason` will hold
 */
export function giveUp(photon: Photon, reason: unknown): void {
  context.run(photon, () => endOnce(photon, reason));
}

function answerOf<T>(photon: Photon, fn: (photon: Photon) => T | PromiseLike<T>): Promise<T> {
  try {
    return Promise.resolve(context.run(photon, start, photon, fn));
  } catch (error) {
    return Promise.reject(error);
  }
}

function start<T>(photon: Photon, fn: (photon: Photon) => T | PromiseLike<T>): T | PromiseLike<T> {
  const ready = initialiseEarly(photon);
  return ready === undefined ? fn(photon) : ready.then(() => fn(photon));
}

function finish(photon: Photon, unwatch: (() => void) | undefined): void {
  if (photon.isWaiting) photon.settle().then(() => end(photon, unwatch));
  else end(photon, unwatch);
}

function end(photon: Photon, unwatch: (() => void) | undefined): void {
  unwatch?.();
  if (photon.endsLoudly) context.run(photon, () => endOnce(photon));
  else endOnce(photon);
}

function endOnce(photon: Photon, reason?: unknown): void {
  if (photon.ended) return;
  photon.end(reason);
  if (channels.end.hasSubscribers) channels.end.publish({ photon });
}
