const fields = new WeakMap();

export function define(type, field) {
  if (!fields.has(type)) fields.set(type, []);
  fields.get(type).push(field);
}

export const fieldsOf = (type) => fields.get(type) ?? [];
