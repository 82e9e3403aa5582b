import * as t from '@babel/types';
import type { Names } from '../scope/names.js';
import type { Binding } from '../scope/scope.js';

/** `mixin`, `A` and `B` for `class C extends mixin(A, B) {}`. What functions name does not count: they look it up themselves. */
export function heritageNames({ superClass }: t.Class): t.Identifier[] {
  const found: t.Identifier[] = [];
  t.traverseFast(superClass, (node) => {
    if (t.isFunction(node)) return t.traverseFast.skip;
    if (t.isIdentifier(node)) found.push(node);
    return undefined;
  });
  return found;
}

/** What these names mean. */
export function heritageOf(node: t.Class, names: Names): Binding[] {
  return [...new Set(heritageNames(node).flatMap((name) => names.bindingOf(name) ?? []))];
}
