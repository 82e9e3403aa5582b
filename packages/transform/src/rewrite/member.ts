import * as t from '@babel/types';

/** A property access that works for any name: `.name` or `["name"]`. */
export function memberText(name: string): string {
  return t.isValidIdentifier(name, false) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
