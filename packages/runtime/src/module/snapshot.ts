import { types } from 'node:util';
import { additions, type Contents, contentsOf, sizeOf } from './contents.js';
import { isObject } from './objects.js';

/** What an object and the objects in it held at one time. */
export interface Snapshot {
  readonly object: object;
  /** Unknown where the object is too large or a proxy that does not show it. */
  readonly contents: Contents | undefined;
  readonly inner: readonly Snapshot[];
  /** Whether the object itself has more than a snapshot can tell: private members, internal slots, sheer size. */
  readonly opaque: boolean;
}

/** Snapshots stop here: a larger one would cost more than it tells. */
const LARGEST = 2_000;

/** Takes a snapshot, down to the innermost objects. */
export function takeSnapshot(object: object, seen = new Set<object>()): Snapshot {
  seen.add(object);
  const contents = seen.size + sizeOf(object) > LARGEST ? undefined : readContents(object);
  const inner: Snapshot[] = [];
  const add = (value: unknown) => {
    if (isObject(value) && !seen.has(value)) inner.push(takeSnapshot(value, seen));
  };
  contents?.forEach(add);
  add(baseOf(object));
  const opaque = contents === undefined || !isPlain(object);
  return { object, contents, inner, opaque };
}

/** The class that a class extends: what that holds is to be found in this one, too. */
function baseOf(object: object): object | undefined {
  if (typeof object !== 'function' || types.isProxy(object)) return undefined;
  const base: unknown = Object.getPrototypeOf(object);
  return typeof base === 'function' && base !== Function.prototype ? base : undefined;
}

/** A proxy may refuse to show what it holds. */
function readContents(object: object): Contents | undefined {
  try {
    return contentsOf(object);
  } catch {
    return undefined;
  }
}

/** Adds the objects that an object held, at any level. */
export function addInner({ inner }: Snapshot, found: Set<object>): void {
  inner.forEach((snapshot) => {
    found.add(snapshot.object);
    addInner(snapshot, found);
  });
}

/** Whether something was added, removed or replaced below the first level. */
export function isChangedInside({ inner }: Snapshot): boolean {
  return inner.some((snapshot) => isChanged(snapshot));
}

/** Whether something was added, removed or replaced at any level. */
export function isChanged(snapshot: Snapshot): boolean {
  const after = snapshot.contents && readContents(snapshot.object);
  if (snapshot.contents === undefined || after === undefined) return false;
  const added = additions(snapshot.contents, after);
  return added === undefined || added.size > 0 || isChangedInside(snapshot);
}

/** Objects that hold nothing but what they show. */
function isPlain(object: object): boolean {
  if (typeof object === 'function') return true;
  const prototype: unknown = Object.getPrototypeOf(object);
  const plain: unknown[] = [null, Object.prototype, Array.prototype, Map.prototype, Set.prototype];
  return plain.includes(prototype) || isPrototypeObject(object);
}

/** The `prototype` of a function: its methods are all it has. */
function isPrototypeObject(object: object): boolean {
  const owner: unknown = Object.getOwnPropertyDescriptor(object, 'constructor')?.value;
  return typeof owner === 'function' && Reflect.get(owner, 'prototype') === object;
}
