import * as t from '@babel/types';

/** Whether something is part of code, functions in it left out: evaluating the code evaluates that as well. */
export function someOwn(code: t.Node | null | undefined, matches: (node: t.Node) => boolean): boolean {
  return t.traverseFast(code, (node) => {
    if (t.isFunction(node)) return t.traverseFast.skip;
    return matches(node) ? t.traverseFast.stop : undefined;
  });
}

/** All such parts, in the order of the source. */
export function allOwn<T extends t.Node>(
  code: t.Node | null | undefined,
  matches: (node: t.Node) => node is T,
): T[] {
  const found: T[] = [];
  someOwn(code, (node) => {
    if (matches(node)) found.push(node);
    return false;
  });
  return found;
}
