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
