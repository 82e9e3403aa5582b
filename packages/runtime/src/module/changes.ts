import { additions, type Contents, contentsOf } from './contents.js';
import type { Write } from './evaluation.js';
import type { ObjectRead } from './objects-read.js';
import type { Place } from './place.js';
import { isChangedInside } from './snapshot.js';

/** What a stretch of code has done to isolated state. */
export interface Changes {
  /** What each place was left with. */
  readonly writes: readonly Write[];
  readonly objects: readonly ObjectChange[];
}

/** What it has done to an object that isolated state holds. */
export interface ObjectChange {
  readonly place: Place;
  /** What was added, or put in the place of something; unknown where something was removed. */
  readonly added: Contents | undefined;
  /** Whether objects inside have changed as well. */
  readonly isDeep: boolean;
  /** Whether the object may have changed in ways that do not show. */
  readonly isHidden: boolean;
}

/** What has become of an object since it was read. */
export function changeOf(object: object, { place, before }: ObjectRead): ObjectChange | undefined {
  if (before === undefined) return undefined;
  const added = before.contents && additions(before.contents, contentsOf(object));
  return { place, added, isDeep: isChangedInside(before), isHidden: before.opaque };
}

/** What each place was left with. */
export function lastOf(writes: readonly Write[]): Write[] {
  const last = new Map<Place, Write>();
  writes.forEach((write) => {
    last.set(write.place, write);
  });
  return [...last.values()];
}
