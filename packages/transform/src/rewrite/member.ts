import * as t from '@babel/types';

/**
 * A property access that works for any name, and anywhere: `.name` or `["name"]`. V8 takes `for ($r.async of list)`
 * for the forbidden `for (async of list)`.
 */
export function memberText(name: string): string {
  return t.isValidIdentifier(name, false) && name !== 'async' ? `.${name}` : `[${JSON.stringify(name)}]`;
}
