import type { ModuleRecord } from './record.js';
import type { ModuleTable } from './table.js';

/**
 * How code that has to keep its names reaches isolated bindings. An object would become the receiver of what is
 * called through it (ECMAScript §9.1.1.2.10), so bindings that are called take other ways.
 */
export interface ScopeShape {
  /** Bindings that are not called: properties. */
  readonly names?: readonly string[];
  /** Bindings that are called but not assigned: variables of generated code, brought up to date by these functions. */
  readonly variables?: Readonly<Record<string, (value: unknown) => void>>;
  /** Bindings that are called and assigned, but not read: properties that give functions without a receiver. */
  readonly functions?: readonly string[];
}

/**
 * Makes an object for `with (scope) …`.
 * @param captured the record of the code around, as for {@link ModuleTable.record}
 */
export function createScope(
  table: ModuleTable,
  captured: ModuleRecord | undefined,
  { names = [], variables, functions = [] }: ScopeShape,
): object {
  const scope = Object.create(null) as object;
  const read = (name: string) => table.record(captured)[name];
  const define = (name: string, get: () => unknown) => {
    const set = (value: unknown) => {
      table.record(captured)[name] = value;
    };
    Object.defineProperty(scope, name, { get, set });
  };
  names.forEach((name) => {
    define(name, () => read(name));
  });
  functions.forEach((name) => {
    define(name, () => withoutReceiver(read(name)));
  });
  if (variables === undefined) return scope;
  return new Proxy(scope, {
    has(target, name) {
      if (!Object.hasOwn(variables, name)) return Reflect.has(target, name);
      variables[name as string]?.(read(name as string));
      return false;
    },
  });
}

function withoutReceiver(value: unknown): unknown {
  if (typeof value !== 'function') return value;
  return new Proxy(value, { apply: (target, _receiver, args) => Reflect.apply(target, undefined, args) });
}
