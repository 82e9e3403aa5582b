import { currentPhoton, type Photon } from '@photonize/runtime';

type Env = NodeJS.ProcessEnv;

/** What a photon has changed: values, and `undefined` for what it has deleted. */
type Changes = Map<string, string | undefined>;

/** `process.env` while it is isolated. */
export interface IsolatedEnv {
  /** Gives a photon variables of its own before it runs. */
  give(photon: Photon, variables: Readonly<Record<string, string | undefined>>): void;
}

/** Every bundle of a process may isolate its environment; the first one does. */
const KEY = Symbol.for('@photonize/runtime/env');

/**
 * Makes changes of `process.env` a photon's own. A photon sees the process's variables, and over them what it has
 * changed itself; code outside photons sees and changes the process's own, as before.
 */
export function isolateEnv(): IsolatedEnv {
  const holder = globalThis as { [KEY]?: IsolatedEnv };
  holder[KEY] ??= install();
  return holder[KEY];
}

function install(): IsolatedEnv {
  const real = process.env;
  const changes = new WeakMap<Photon, Changes>();
  const ofCurrent = () => {
    const photon = currentPhoton();
    return photon && changes.get(photon);
  };
  const toChange = () => {
    const photon = currentPhoton();
    return photon && changesOf(changes, photon);
  };
  // What stands before the real one must be extensible and without properties that cannot be deleted: Proxy invariants.
  process.env = new Proxy<Env>(
    Object.create(Object.getPrototypeOf(real)),
    copyOnWrite(real, ofCurrent, toChange),
  );
  return {
    give(photon, variables) {
      const own = changesOf(changes, photon);
      for (const name of Object.keys(variables)) own.set(name, variables[name]);
    },
  };
}

function changesOf(changes: WeakMap<Photon, Changes>, photon: Photon): Changes {
  let own = changes.get(photon);
  if (own === undefined) {
    own = new Map();
    changes.set(photon, own);
  }
  return own;
}

/**
 * @param ofCurrent what the running photon has changed, if anything
 * @param toChange the same, to be added to; `undefined` outside photons
 */
function copyOnWrite(
  real: Env,
  ofCurrent: () => Changes | undefined,
  toChange: () => Changes | undefined,
): ProxyHandler<Env> {
  /** Whether the photon, not the process, decides about a name. */
  const decides = (own: Changes | undefined, name: PropertyKey): own is Changes =>
    own !== undefined && typeof name === 'string' && own.has(name);
  const find = (name: PropertyKey): PropertyDescriptor | undefined => {
    const own = ofCurrent();
    if (!decides(own, name)) return Reflect.getOwnPropertyDescriptor(real, name);
    const value = own.get(name as string);
    return value === undefined ? undefined : { value, writable: true, enumerable: true, configurable: true };
  };
  return {
    get(_, name) {
      const own = ofCurrent();
      if (!decides(own, name)) return Reflect.get(real, name);
      return own.get(name as string) ?? Reflect.get(Object.getPrototypeOf(real), name);
    },
    has: (_, name) => find(name) !== undefined || name in Object.getPrototypeOf(real),
    getOwnPropertyDescriptor: (_, name) => find(name),
    ownKeys() {
      const names = new Set(Reflect.ownKeys(real));
      for (const [name, value] of ofCurrent() ?? []) {
        if (value === undefined) names.delete(name);
        else names.add(name);
      }
      return [...names];
    },
    set(_, name, value: unknown) {
      const own = typeof name === 'string' ? toChange() : undefined;
      if (own === undefined) return Reflect.set(real, name, value);
      own.set(name as string, asText(value));
      return true;
    },
    defineProperty(_, name, descriptor) {
      const own = typeof name === 'string' && isPlain(descriptor) ? toChange() : undefined;
      if (own === undefined) return Reflect.defineProperty(real, name, descriptor);
      own.set(name as string, asText(descriptor.value));
      return true;
    },
    deleteProperty(_, name) {
      const own = typeof name === 'string' ? toChange() : undefined;
      if (own === undefined) return Reflect.deleteProperty(real, name);
      own.set(name as string, undefined);
      return true;
    },
  };
}

/** Environments hold texts only; symbols throw, as they do in Node's own. */
function asText(value: unknown): string {
  return `${value as string}`;
}

/** What Node takes: it throws for all other definitions. */
function isPlain({ value, configurable, enumerable, writable }: PropertyDescriptor): boolean {
  return value !== undefined && configurable === true && enumerable === true && writable === true;
}
