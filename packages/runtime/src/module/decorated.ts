import type { Place } from './place.js';
import { defineRootPlace } from './root.js';
import type { ModuleTable } from './table.js';

/** A decorator, of the standard or of TypeScript's older kind. */
export type Decorator = (this: unknown, ...args: unknown[]) => unknown;

/** Maps the initial value of a field. */
type Initializer = (this: unknown, value: unknown) => unknown;

/** What a standard decorator is told, as far as it matters here. */
interface Context {
  readonly kind: string;
  readonly static?: boolean;
  readonly addInitializer?: (initializer: () => void) => void;
}

/** What the decorator of an auto-accessor gets and gives. */
interface Accessor {
  readonly get: () => unknown;
  readonly set: (value: unknown) => void;
}

/** A decorator whose application is watched. It runs once, for the class is shared. */
export function watchDecorator<T extends Decorator>(
  table: ModuleTable,
  decorate: T,
  field: DecoratedField | undefined,
): T {
  const watched: Decorator = function (...args) {
    const context = args[1];
    const isStandard = isContext(context);
    if (isStandard) args[1] = watchInitializers(table, context);
    const result = table.once(() => Reflect.apply(decorate, this, args) as unknown);
    return field && isStandard ? field.watch(result) : result;
  };
  return watched as T;
}

function isContext(value: unknown): value is Context {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

/** What decorators of static elements and classes ask to be called runs while the class is defined: once, too. */
function watchInitializers(table: ModuleTable, context: Context): Context {
  const { addInitializer } = context;
  if (addInitializer === undefined || !(context.static || context.kind === 'class')) return context;
  return Object.assign(Object.create(context) as Context, {
    ...context,
    addInitializer(initializer: unknown) {
      if (typeof initializer !== 'function') return addInitializer.call(context, initializer as () => void);
      return addInitializer.call(context, function (this: unknown) {
        return table.once(() => Reflect.apply(initializer, this, []) as unknown);
      });
    },
  });
}

/** An isolated static field with decorators, while its class is defined. */
export class DecoratedField {
  readonly #table: ModuleTable;
  /** What maps the initial value, in the order in which the language has called it. */
  readonly #initializers: Initializer[] = [];
  /** Where photons keep the value of an auto-accessor. */
  storage: Place | undefined;

  constructor(table: ModuleTable) {
    this.#table = table;
  }

  /** Watches what maps the initial value, in the result of a decorator. */
  watch(result: unknown): unknown {
    if (typeof result === 'function') return this.#watchInitializer(result as Initializer);
    if (typeof result !== 'object' || result === null) return result;
    const { get, set, init } = result as Accessor & { readonly init?: unknown };
    return {
      get,
      set,
      init: typeof init === 'function' ? this.#watchInitializer(init as Initializer) : init,
    };
  }

  #watchInitializer(initializer: Initializer): Initializer {
    const initializers = this.#initializers;
    const table = this.#table;
    return function (value) {
      initializers.push(initializer);
      return table.watch(() => Reflect.apply(initializer, this, [value]) as unknown);
    };
  }

  /** The initial value of a photon. */
  initialValue(target: object, value: unknown): unknown {
    return this.#initializers.reduce<unknown>((each, map) => Reflect.apply(map, target, [each]), value);
  }

  /** The decorator that puts a place in front of what an auto-accessor stores; that remains the root's. */
  store(place: Place): Decorator {
    return (value, context, descriptor) => {
      if (isContext(context)) return this.#accessorFor(value as Accessor, place);
      return { ...(descriptor as PropertyDescriptor), ...this.#accessorFor(descriptor as Accessor, place) };
    };
  }

  #accessorFor({ get, set }: Accessor, place: Place): Accessor {
    const table = this.#table;
    let self: unknown;
    defineRootPlace(
      table.root,
      place,
      () => Reflect.apply(get, self, []) as unknown,
      (value) => void Reflect.apply(set, self, [value]),
    );
    return {
      get(this: unknown) {
        self = brandChecked(this, get);
        return table.record()[place.key];
      },
      set(this: unknown, value) {
        self = brandChecked(this, get);
        table.record()[place.key] = value;
      },
    };
  }
}

/** The class itself; another receiver makes the language's own accessor throw. */
function brandChecked(receiver: unknown, get: () => unknown): unknown {
  Reflect.apply(get, receiver, []);
  return receiver;
}
