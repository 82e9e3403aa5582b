import { currentPhoton } from '../photon/context.js';
import { initialiseEarly } from './group.js';
import type { ModuleTable } from './table.js';

/** How to reach an isolated export: the export that gives the record, and the slot in it. */
export type IsolatedExports = Readonly<Record<string, readonly [companion: string, slot: string]>>;

type Namespace = Readonly<Record<string, unknown>>;

const views = new WeakMap<object, object>();

/**
 * A namespace object as the running photon sees it: isolated exports are read live from its record, and the
 * compiler's companion exports are hidden. The same namespace always gives the same view.
 *
 * @param namespace a module namespace object, or what `require()` of an ES module gave
 */
export function viewNamespace(namespace: Namespace, isolated: IsolatedExports): object {
  const known = views.get(namespace);
  if (known !== undefined) return known;
  const hidden = new Set(Object.values(isolated).map(([companion]) => companion));
  const view = Object.create(null) as object;
  // Object.keys would read the exports, which need not be initialized yet.
  for (const name of Reflect.ownKeys(namespace)) {
    if (typeof name === 'symbol' || hidden.has(name)) continue;
    Object.defineProperty(view, name, { enumerable: true, get: readerOf(namespace, name, isolated[name]) });
  }
  Object.defineProperty(view, Symbol.toStringTag, { value: 'Module' });
  Object.preventExtensions(view);
  views.set(namespace, view);
  return view;
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

function readerOf(namespace: Namespace, name: string, isolated?: readonly [string, string]): () => unknown {
  if (isolated === undefined) return () => namespace[name];
  const [companion, slot] = isolated;
  return () => (namespace[companion] as () => ReturnType<ModuleTable['record']>)()[slot];
}
