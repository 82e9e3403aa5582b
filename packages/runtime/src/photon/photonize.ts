import { PhotonError } from '../errors.js';
import { runPhoton } from './run.js';

/** Any function that a host may call. */
export type AnyFunction = (...args: never[]) => unknown;

/** The handlers behind functions of which each call is a photon. */
const handlers = new WeakMap<object, AnyFunction>();

/** Whether each call of `fn` is a photon already: hosts need not make one. */
export function isPhotonized(fn: unknown): boolean {
  return typeof fn === 'function' && handlers.has(fn);
}

/** The handler behind a photonized function, for hosts that make the photons themselves; else `fn` itself. */
export function handlerOf<T>(fn: T): T {
  return ((typeof fn === 'function' && handlers.get(fn)) as T | undefined) || fn;
}

/**
 * Makes `wrapped` stand in for `handler`: it has the same name, length and other properties, by which hosts tell what they
 * have before them.
 *
 * @param wrapped runs `handler` as a photon each time it is called
 * @throws {PhotonError} PHOTON_HANDLER when `handler` is not a function
 */
export function standIn<T extends AnyFunction>(handler: AnyFunction, wrapped: T): T {
  handlers.set(madeAlike(wrapped, handler), handler);
  return wrapped;
}

/**
 * A handler of which each photon has its own: calls what `find` gives for the running photon, and looks like what it gives
 * at root.
 *
 * @throws {PhotonError} PHOTON_HANDLER when that is not a function
 */
export function ownHandler(find: () => AnyFunction): AnyFunction {
  return madeAlike(function (this: unknown, ...args: never[]): unknown {
    return Reflect.apply(find(), this, args);
  }, find());
}

function madeAlike<T extends AnyFunction>(wrapped: T, handler: AnyFunction): T {
  if (typeof handler !== 'function') {
    throw new PhotonError('PHOTON_HANDLER', `photonize() takes a function, got ${describe(handler)}`);
  }
  const {
    prototype,
    arguments: _,
    caller,
    ...properties
  } = Object.getOwnPropertyDescriptors<Record<PropertyKey, unknown>>(handler as never);
  return Object.defineProperties(wrapped, properties);
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
  return standIn(handler, function (this: This, ...args: Args): Promise<Awaited<Result>> {
    return runPhoton<Awaited<Result>>(() => handler.apply(this, args) as Awaited<Result>);
  });
}

function describe(value: unknown): string {
  return value === undefined ? 'undefined: is the handler exported under that name?' : typeof value;
}
