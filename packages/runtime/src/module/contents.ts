/** What an object holds at its first level: by index, key, member or property. */
export type Contents = ReadonlyMap<unknown, unknown>;

/** Reads an object's first level. Getters are not run. */
export function contentsOf(object: object): Contents {
  if (Array.isArray(object)) return new Map(object.entries());
  if (object instanceof Map) return new Map(object);
  if (object instanceof Set) return new Map([...object].map((member) => [member, true]));
  const descriptors = Object.getOwnPropertyDescriptors(object) as Record<PropertyKey, PropertyDescriptor>;
  return new Map(Reflect.ownKeys(descriptors).map((key) => [key, descriptors[key]?.value]));
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
    if (object instanceof Map) object.set(key, value);
    else if (object instanceof Set) object.add(key);
    else Reflect.set(object, key as PropertyKey, value);
  }
}
