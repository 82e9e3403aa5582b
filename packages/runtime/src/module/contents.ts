/** What an object holds at its first level: by index, key, member or property. */
export type Contents = ReadonlyMap<unknown, unknown>;

/** Reads an object's first level. No code of the program runs, unless the object is a proxy. */
export function contentsOf(object: object): Contents {
  if (Array.isArray(object)) return new Map(object.map((value: unknown, i) => [i, value]));
  if (isMap(object)) return mapContents(object);
  if (isSet(object)) return setContents(object);
  const descriptors = Object.getOwnPropertyDescriptors(object) as Record<PropertyKey, PropertyDescriptor>;
  return new Map(Reflect.ownKeys(descriptors).map((key) => [key, descriptors[key]?.value]));
}

/** How many things an object holds, as far as that is known without looking at them. */
export function sizeOf(object: object): number {
  if (Array.isArray(object)) return object.length;
  if (isMap(object)) return object.size;
  return isSet(object) ? object.size : 0;
}

/**
 * What was added to an object.
 * @returns `undefined` when something was removed or replaced, which no addition could repeat
 */
export function additions(before: Contents, after: Contents): Contents | undefined {
  for (const [key, value] of before) {
    if (!after.has(key) || !Object.is(after.get(key), value)) return undefined;
  }
  return new Map([...after].filter(([key]) => !before.has(key)));
}

/** Adds entries to an object of the same kind as the one they were read from. */
export function addContents(object: object, entries: Contents): void {
  for (const [key, value] of entries) {
    if (isMap(object)) object.set(key, value);
    else if (isSet(object)) object.add(key);
    else Reflect.set(object, key as PropertyKey, value);
  }
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

/** A subclass may have an iterator of its own. */
function mapContents(map: Map<unknown, unknown>): Contents {
  const contents = new Map<unknown, unknown>();
  Map.prototype.forEach.call(map, (value: unknown, key: unknown) => contents.set(key, value));
  return contents;
}

function setContents(set: Set<unknown>): Contents {
  const contents = new Map<unknown, unknown>();
  Set.prototype.forEach.call(set, (member: unknown) => contents.set(member, true));
  return contents;
}
