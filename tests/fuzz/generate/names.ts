/** Whether a name can be written without quotes. */
export function isIdentifier(name: string): boolean {
  return /^[\w$]+$/.test(name);
}

/** A name as import and export specifiers write it. */
export function specifierName(name: string): string {
  return isIdentifier(name) ? name : `'${name}'`;
}

/** A member, by dot if possible. */
export function memberText(name: string): string {
  return isIdentifier(name) ? `.${name}` : `['${name}']`;
}

/** Ways to name an object that no compiler sees through. */
export function escaped(name: string): [string, string, string] {
  return [`Object(${name})`, `[${name}][0]`, `((each) => each)(${name})`];
}

/** Whether a text begins with one of these. */
export function isEscaped(text: string): boolean {
  return /^(?:Object\(|\[|\()/.test(text);
}
