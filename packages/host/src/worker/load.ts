import { pathToFileURL } from 'node:url';

/** What is called, and on what. */
export interface LoadedFunction {
  readonly call: (...args: readonly unknown[]) => unknown;
  readonly receiver: unknown;
}

type Exports = Readonly<Record<string, unknown>>;
type Call = LoadedFunction['call'];
type Handler = Call | { readonly fetch: Call } | { readonly routing: Call; ready(): PromiseLike<unknown> };

/** The methods by which objects handle requests. */
const HANDLING = ['fetch', 'routing'];

/**
 * Loads a file, ES module or CommonJS, and finds its handler: an export, the `fetch` of one that is an object, or what
 * Fastify's instances have of that kind. The host makes the photons, so a handler that an adapter has wrapped is taken out.
 */
export async function loadFunction(file: string, path: string): Promise<LoadedFunction> {
  const namespace = (await import(pathToFileURL(file).href)) as Exports;
  // Imported after the file, whose own runtime then serves both: the first one loaded does.
  const { handlerOf } = await import('@photonize/runtime');
  const found = [namespace, namespace.default]
    .map((source) => follow(source, path.split('.')))
    .find(isHandler);
  if (found === undefined) throw new Error(`${file} exports no function \`${path}\``);
  if (typeof found === 'function') return { call: handlerOf(found), receiver: undefined };
  if ('fetch' in found) return { call: handlerOf(found.fetch), receiver: found };
  await found.ready();
  return { call: found.routing, receiver: found };
}

function follow(source: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), source);
}

function isObject(value: unknown): value is Exports {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function' || (isObject(value) && HANDLING.some((name) => isFunction(value[name])));
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}
