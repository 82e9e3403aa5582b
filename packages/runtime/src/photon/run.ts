import { PhotonError } from '../errors.js';
import { initialiseEarly } from '../module/group.js';
import { context } from './context.js';
import { Photon } from './photon.js';

/** Options of {@link runPhoton}. */
export interface PhotonOptions {
  /** The photon's id, for example the host's request id. Must be unique; default a random UUID. */
  readonly id?: string;
  /** Gives the photon up when it aborts: its signal aborts and its locks are released. */
  readonly signal?: AbortSignal;
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
  const photon = new Photon(id);
  const unwatch = signal && watch(signal, photon);
  // Not an async function: what that keeps while it waits is most of a photon's memory.
  return answerOf(photon, fn).then(
    (answer) => {
      finish(photon, unwatch);
      return answer;
    },
    (error: unknown) => {
      finish(photon, unwatch);
      throw error;
    },
  );
}

/** Gives the photon up when `signal` aborts. */
function watch(signal: AbortSignal, photon: Photon): () => void {
  const giveUp = () => context.run(photon, () => photon.end(signal.reason));
  signal.addEventListener('abort', giveUp, { once: true });
  return () => signal.removeEventListener('abort', giveUp);
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
  if (photon.endsLoudly) context.run(photon, () => photon.end());
  else photon.end();
}

const photonized = new WeakSet<object>();

/** Whether `fn` came from {@link photonize}: hosts need not wrap it again. */
export function isPhotonized(fn: unknown): boolean {
  return typeof fn === 'function' && photonized.has(fn);
}

/**
 * Wraps a function handler: each call of the returned function is one photon.
 *
 * @param handler any function; `this` and all arguments are passed on
 * @returns an async function of the same name and length
 * @throws {PhotonError} PHOTON_HANDLER when `handler` is not a function
 */
export function photonize<This, Args extends unknown[], Result>(
  handler: (this: This, ...args: Args) => Result,
): (this: This, ...args: Args) => Promise<Awaited<Result>> {
  if (typeof handler !== 'function') {
    throw new PhotonError('PHOTON_HANDLER', `photonize() takes a function, got ${describe(handler)}`);
  }
  const wrapped = function (this: This, ...args: Args): Promise<Awaited<Result>> {
    return runPhoton<Awaited<Result>>(() => handler.apply(this, args) as Awaited<Result>);
  };
  Object.defineProperty(wrapped, 'name', { value: handler.name, configurable: true });
  Object.defineProperty(wrapped, 'length', { value: handler.length, configurable: true });
  photonized.add(wrapped);
  return wrapped;
}

function describe(value: unknown): string {
  return value === undefined ? 'undefined: is the handler exported under that name?' : typeof value;
}
