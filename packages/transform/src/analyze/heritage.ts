import * as t from '@babel/types';
import type { Names } from '../scope/names.js';
import type { Binding } from '../scope/scope.js';
import { allOwn } from './own-code.js';

/** `mixin`, `A` and `B` for `class C extends mixin(A, B) {}`. What functions name does not count: they look it up themselves. */
export function heritageNames({ superClass }: t.Class): t.Identifier[] {
  return allOwn(superClass, (node) => t.isIdentifier(node));
}

/** What these names mean. */
export function heritageOf(node: t.Class, names: Names): Binding[] {
  return [...new Set(heritageNames(node).flatMap((name) => names.bindingOf(name) ?? []))];
}
