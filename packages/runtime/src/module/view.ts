import { currentPhoton } from '../photon/context.js';
import { initialiseEarly } from './group.js';
import type { ImportedInstance } from './instance.js';
import type { ModuleTable } from './table.js';

/**
 * How to reach an isolated export: the export that gives the record, and the slot in it; or the instance that it has
 * been passed on from, and its name there.
 */
export type IsolatedExports = Readonly<
  Record<string, readonly [holder: string | (() => ImportedInstance), slot: string]>
>;

type Namespace = Readonly<Record<string, unknown>>;

const views = new WeakMap<object, object>();

/**
 * A namespace object as the running photon sees it: isolated exports are read live from its record, and the
 * compiler's companion exports are hidden. In all else it behaves as a module namespace does (ECMAScript §10.4.6).
 * The same namespace always gives the same view.
 *
 * @param namespace a module namespace object, or what `require()` of an ES module gave
 */
export function viewNamespace(namespace: Namespace, isolated: IsolatedExports): object {
  const known = views.get(namespace);
  if (known !== undefined) return known;
  const view = new Proxy(shapeOf(namespace, isolated), {
    get: (shape, name) =>
      isExport(shape, name) ? read(namespace, name, isolated) : Reflect.get(shape, name),
    set: () => false,
    defineProperty: (shape, name, property) =>
      isExport(shape, name)
        ? isUnchanged(read(namespace, name, isolated), property)
        : Reflect.defineProperty(shape, name, property),
    getOwnPropertyDescriptor: (shape, name) =>
      isExport(shape, name)
        ? { ...Reflect.getOwnPropertyDescriptor(shape, name), value: read(namespace, name, isolated) }
        : Reflect.getOwnPropertyDescriptor(shape, name),
  });
  views.set(namespace, view);
  return view;
}

/** An object with the names that a namespace shows. Their values are not read: they need not be initialized yet. */
function shapeOf(namespace: Namespace, isolated: IsolatedExports): object {
  const hidden: unknown[] = Object.values(isolated).map(([holder]) => holder);
  const shape = Object.create(null) as object;
  Reflect.ownKeys(namespace).forEach((name) => {
    if (typeof name === 'symbol' || hidden.includes(name)) return;
    const enumerable = isEnumerable(namespace, name);
    Object.defineProperty(shape, name, { writable: true, enumerable, configurable: false });
  });
  Object.defineProperty(shape, Symbol.toStringTag, { value: 'Module' });
  return Object.preventExtensions(shape);
}

/** Exports objects hide `__esModule`. A namespace hides nothing, and throws for what is not initialized yet. */
function isEnumerable(namespace: Namespace, name: string): boolean {
  try {
    return Object.prototype.propertyIsEnumerable.call(namespace, name);
  } catch {
    return true;
  }
}

function isExport(shape: object, name: PropertyKey): name is string {
  return typeof name === 'string' && Object.hasOwn(shape, name);
}

function read(namespace: Namespace, name: string, isolated: IsolatedExports): unknown {
  const place = Object.hasOwn(isolated, name) ? isolated[name] : undefined;
  if (place === undefined) return namespace[name];
  const [holder, slot] = place;
  if (typeof holder === 'function') return holder().read(slot, namespace[name]);
  const record = namespace[holder] as () => ReturnType<ModuleTable['record']>;
  return record()[slot];
}

/** Whether a definition would leave an export as it is; anything else fails. */
function isUnchanged(
  value: unknown,
  { configurable, enumerable, writable, ...rest }: PropertyDescriptor,
): boolean {
  if (configurable || enumerable === false || writable === false || 'get' in rest || 'set' in rest)
    return false;
  return !('value' in rest) || Object.is(rest.value, value);
}

/**
 * What `import()` gives to the running photon: the namespace as that sees it, when its init is done. A photon that
 * was running when another one loaded the module could not wait for an init that awaits at its first touch.
 *
 * @param isolated as for {@link viewNamespace}; none where the module's state is all private
 */
export function loadNamespace(namespace: Namespace, isolated?: IsolatedExports): object | Promise<object> {
  const result = isolated === undefined ? namespace : viewNamespace(namespace, isolated);
  const photon = currentPhoton();
  const ready = photon && initialiseEarly(photon);
  return ready === undefined ? result : ready.then(() => result);
}
