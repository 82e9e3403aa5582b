import { pathToFileURL } from 'node:url';

/** What is called, and on what. */
export interface LoadedFunction {
  readonly call: (...args: readonly unknown[]) => unknown;
  readonly receiver: unknown;
}

type Exports = Readonly<Record<string, unknown>>;

/**
 * Loads a file, ES module or CommonJS, and finds its handler: an export, or the `fetch` of one that is an object. The
 * host makes the photons, so a handler that an adapter has wrapped is taken out.
 */
export async function loadFunction(file: string, path: string): Promise<LoadedFunction> {
  const namespace = (await import(pathToFileURL(file).href)) as Exports;
  // Imported after the file, whose own runtime then serves both: the first one loaded does.
  const { handlerOf } = await import('@photonize/runtime');
  const found = [namespace, namespace.default]
    .map((source) => follow(source, path.split('.')))
    .find(isHandler);
  if (typeof found === 'function')
    return { call: handlerOf(found) as LoadedFunction['call'], receiver: undefined };
  if (found) return { call: handlerOf(found.fetch) as LoadedFunction['call'], receiver: found };
  throw new Error(`${file} exports no function \`${path}\``);
}

function follow(source: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), source);
}

function isObject(value: unknown): value is Exports {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function isHandler(value: unknown): value is ((...args: unknown[]) => unknown) | { fetch: unknown } {
  return typeof value === 'function' || (isObject(value) && typeof value.fetch === 'function');
}
