import { isObject } from './objects.js';

/** Runs code once, and notes what it does to isolated state: photons repeat that. */
type Watch = (code: () => unknown) => unknown;

/**
 * What a module-level `using` disposes of in a resource's place when the module is over. What has nothing to be
 * disposed of with stays, so that the language complains.
 */
export function watchedDisposal(resource: unknown, watch: Watch): unknown {
  return withMethod(resource, Symbol.dispose, watch);
}

/** The same for `await using`, which prefers to wait (ECMAScript, GetDisposeMethod). */
export function watchedAsyncDisposal(resource: unknown, watchAsync: Watch, watch: Watch): unknown {
  const isAsync = isObject(resource) && Reflect.get(resource, Symbol.asyncDispose) != null;
  return isAsync ? withMethod(resource, Symbol.asyncDispose, watchAsync) : watchedDisposal(resource, watch);
}

function withMethod(resource: unknown, key: symbol, watch: Watch): unknown {
  const dispose: unknown = isObject(resource) ? Reflect.get(resource, key) : undefined;
  if (typeof dispose !== 'function') return resource;
  return { [key]: () => watch(() => Reflect.apply(dispose, resource, [])) };
}
