/** What an object holds at its first level: by index, key, member or property. */
export type Contents = ReadonlyMap<unknown, unknown>;

/** Reads an object's first level. No code of the program runs, unless the object is a proxy. */
export function contentsOf(object: object): Contents {
  if (Array.isArray(object)) return arrayContents(object);
  if (isMap(object)) return mapContents(object);
  return isSet(object) ? setContents(object) : propertyContents(object);
}

/** How many things an object holds, as far as that is known without looking at them. */
export function sizeOf(object: object): number {
  if (Array.isArray(object)) return object.length;
  if (isMap(object)) return object.size;
  return isSet(object) ? object.size : 0;
}

/**
 * What was added to an object, or put in the place of something.
 * @returns `undefined` when something was removed, which cannot be repeated
 */
export function additions(before: Contents, after: Contents): Contents | undefined {
  const added = new Map<unknown, unknown>();
  let kept = 0;
  after.forEach((value, key) => {
    if (before.has(key)) kept += 1;
    if (!before.has(key) || !Object.is(before.get(key), value)) added.set(key, value);
  });
  return kept === before.size ? added : undefined;
}

/** Adds entries to an object of the same kind as the one they were read from. */
export function addContents(object: object, entries: Contents): void {
  entries.forEach((value, key) => {
    if (isMap(object)) object.set(key, value);
    else if (isSet(object)) object.add(key);
    else Reflect.set(object, key as PropertyKey, value);
  });
}

/** `instanceof` would take `Map.prototype` and objects that inherit from a map for maps. */
function isMap(object: object): object is Map<unknown, unknown> {
  return accepts(() => Map.prototype.has.call(object, undefined));
}

function isSet(object: object): object is Set<unknown> {
  return accepts(() => Set.prototype.has.call(object, undefined));
}

function accepts(probe: () => unknown): boolean {
  try {
    probe();
    return true;
  } catch {
    return false;
  }
}

/** An array may have holes; those at its end show in its length alone. */
function arrayContents(array: readonly unknown[]): Contents {
  const contents = new Map<unknown, unknown>();
  let end = 0;
  Array.prototype.forEach.call(array, (value: unknown, i: number) => {
    contents.set(i, value);
    end = i + 1;
  });
  if (array.length > end) contents.set('length', array.length);
  return contents;
}

/** A subclass may have an iterator of its own. */
function mapContents(map: Map<unknown, unknown>): Contents {
  const contents = new Map<unknown, unknown>();
  Map.prototype.forEach.call(map, (value: unknown, key: unknown) => contents.set(key, value));
  return contents;
}

function propertyContents(object: object): Contents {
  const contents = new Map<unknown, unknown>();
  Reflect.ownKeys(object).forEach((key) => {
    contents.set(key, Object.getOwnPropertyDescriptor(object, key)?.value);
  });
  return contents;
}

function setContents(set: Set<unknown>): Contents {
  const contents = new Map<unknown, unknown>();
  Set.prototype.forEach.call(set, (member: unknown) => contents.set(member, true));
  return contents;
}
