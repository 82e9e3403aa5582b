import { setImmediate } from 'node:timers';
import { changeOf, type ObjectChange } from './changes.js';
import type { Place } from './place.js';
import { isChanged, type Snapshot, takeSnapshot } from './snapshot.js';

/** Changes that are looked for until the turn of the event loop is over. */
const watches = new Set<Watch>();

/** Tells at once what has changed so far: a photon begins, which has to know. */
export function settleWatches(): void {
  if (watches.size === 0) return;
  watches.forEach((watch) => {
    watch.settle();
  });
}

/** Looks for changes of one object until the turn is over. */
class Watch {
  readonly #place: Place;
  readonly #onChange: (change: ObjectChange) => void;
  #before: Snapshot;

  constructor(place: Place, before: Snapshot, onChange: (change: ObjectChange) => void) {
    this.#place = place;
    this.#before = before;
    this.#onChange = onChange;
  }

  settle(): void {
    const before = this.#before;
    if (!before.opaque && !isChanged(before)) return;
    const change = changeOf(before.object, { place: this.#place, before });
    this.#before = { ...takeSnapshot(before.object), opaque: false };
    if (change) this.#onChange(change);
  }
}

/**
 * Watches an object in a place until the turn is over.
 * @param showsAll whether to take for unchanged what does not show any change
 */
export function watchObject(
  place: Place,
  object: object,
  showsAll: boolean,
  onChange: (change: ObjectChange) => void,
): void {
  const before = takeSnapshot(object);
  const opaque = !showsAll && (before.opaque || typeof object === 'function');
  const watch = new Watch(place, { ...before, opaque }, onChange);
  watches.add(watch);
  setImmediate(() => {
    watch.settle();
    watches.delete(watch);
  });
}
