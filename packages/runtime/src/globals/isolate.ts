import { PhotonError } from '../errors.js';
import { GlobalVariables } from './variables.js';

const real: object = globalThis;
const prototype = Object.getPrototypeOf(real) as object;
let variables: GlobalVariables | undefined;

/**
 * Makes the globals that the program creates a photon's own; those that were there before stay the process's.
 *
 * Names that nobody declares, and properties of the global object that it lacks, are looked up in its prototype, where a
 * proxy finds the running photon's. Whoever looks at the global object itself, which has none of them, has to be given
 * what stands in for it: {@link globals}.
 *
 * @throws {PhotonError} PHOTON_GLOBALS_FIXED where the prototype of the global object cannot be changed
 */
export function isolateGlobals(): void {
  if (variables) return;
  variables = new GlobalVariables();
  const proxy = new Proxy(Object.create(prototype) as object, inherited(variables));
  if (!Reflect.setPrototypeOf(real, proxy))
    throw new PhotonError(
      'PHOTON_GLOBALS_FIXED',
      'The prototype of the global object cannot be changed here',
    );
}

/** What the global object inherits. Only what it does not have itself is asked for. */
function inherited(own: GlobalVariables): ProxyHandler<object> {
  return {
    has: (_, key) => own.has(key) || Reflect.has(prototype, key),
    get: (_, key, receiver) => (own.has(key) ? own.get(key) : Reflect.get(prototype, key, receiver)),
    set(_, key, value, receiver) {
      const isCreated = receiver === real && !Reflect.has(prototype, key) && own.mayCreate(key);
      return isCreated ? own.set(key, value) : Reflect.set(prototype, key, value, receiver);
    },
  };
}

/** The program's globals, unless the process has one of the name. */
function ownGlobals(key: PropertyKey): GlobalVariables | undefined {
  return Object.hasOwn(real, key) ? undefined : variables;
}

/** What stands in for the global object in photonized code. */
export const globals = new Proxy(real, {
  get(_, key): unknown {
    const value: unknown = Reflect.get(real, key);
    return value === real ? globals : value;
  },
  set: (_, key, value) => Reflect.set(real, key, value),
  getPrototypeOf: () => prototype,
  deleteProperty: (_, key) => ownGlobals(key)?.delete(key) ?? Reflect.deleteProperty(real, key),
  getOwnPropertyDescriptor: (_, key) =>
    ownGlobals(key)?.descriptorOf(key) ?? Reflect.getOwnPropertyDescriptor(real, key),
  ownKeys: () => Reflect.ownKeys(real).concat(variables?.keys() ?? []),
  defineProperty(_, key, descriptor) {
    // What is there for good is there for all: no proxy can have it for some.
    const own = descriptor.configurable === false ? undefined : ownGlobals(key);
    return own?.mayCreate(key) ? own.define(key, descriptor) : Reflect.defineProperty(real, key, descriptor);
  },
});
