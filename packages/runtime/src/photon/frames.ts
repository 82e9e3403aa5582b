import { AsyncResource } from 'node:async_hooks';
import { context, ROOT } from './context.js';
import { Photon } from './photon.js';

/** The class of Node's frames. */
interface Frames {
  current(): unknown;
}

/**
 * The frame of the running code, which is only the same as before if its context is, and cheaper to ask for.
 *
 * Node ≥ 24 keeps what all `AsyncLocalStorage`s hold in one map, the frame, which it never changes but replaces, and
 * finds with a single load; `getStore()` searches it, twice. Node does not hand frames out, but an `AsyncResource`
 * carries the one in which it was made, and that knows its class. Where this is not so (Node 22, other runtimes,
 * `--no-async-context-frame`), the context stands for itself.
 */
export const frames: Frames = findFrames() ?? { current: () => context.getStore() };

function findFrames(): Frames | undefined {
  const resource: object = context.run(ROOT, () => new AsyncResource('PHOTONIZE'));
  return Object.getOwnPropertySymbols(resource)
    .map((key): unknown => (resource as Record<symbol, object | undefined>)[key]?.constructor)
    .find(isFrames);
}

function isFrames(found: unknown): found is Frames {
  return typeof (found as Partial<Frames> | undefined)?.current === 'function' && tellApart(found as Frames);
}

/** Whether contexts have frames of their own, and the same one for as long as they are not left. */
function tellApart(frames: Frames): boolean {
  const read = () => frames.current();
  const outside = read();
  const inside = context.run(ROOT, () => [read(), read(), context.run(new Photon(), read), read()]);
  const [entered, stayed, other, returned] = inside;
  return entered === stayed && new Set([outside, entered, other]).size === 3 && returned !== other;
}
