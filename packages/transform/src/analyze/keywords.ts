import * as t from '@babel/types';
import type { Names } from '../scope/names.js';
import type { Scope } from '../scope/scope.js';
import { memberName } from './names.js';
import { statementsOf, type Unit } from './unit.js';

/**
 * Finds out which units of a finished file have lost their `const`s: esbuild makes `var`s of the declarations at the
 * top of all modules, and leaves those in functions alone. There, a `var` that is never assigned again counts as a
 * constant. A file of today's JavaScript without any `let` or `const` at the top of its modules was made so, if it is
 * a bundle.
 *
 * Other bundlers keep the keywords. Where a minifier has made `let`s of the `const`s in functions, which is what
 * webpack's modules are, they are `let`s.
 */
export function findLostConsts(units: readonly Unit[], names: Names): (unit: Unit) => boolean {
  const hoisted = units.filter(({ form }) => form !== 'factory');
  const isLost = isScopeHoisted(hoisted, names);
  return ({ form }) => form === 'lazy' || (form !== 'factory' && isLost);
}

function isScopeHoisted(units: readonly Unit[], { scopes }: Names): boolean {
  const [main] = units;
  const declarations = units.flatMap((unit) => statementsOf(unit).map(declarationIn));
  const isBundle = main?.kind === 'module' || units.length > 1 || declarations.some(isBundleHelper);
  if (!isBundle || main?.system.keepsKeywords) return false;
  const keepsKeywords = declarations.some((node) => t.isVariableDeclaration(node) && node.kind !== 'var');
  return !keepsKeywords && scopes.some(isModern);
}

function declarationIn(statement: t.Statement): t.Node | null | undefined {
  return t.isExportNamedDeclaration(statement) ? statement.declaration : statement;
}

/** `var __defProp = Object.defineProperty` */
function isBundleHelper(node: t.Node | null | undefined): boolean {
  if (!t.isVariableDeclaration(node)) return false;
  return node.declarations.some(
    ({ init }) =>
      t.isMemberExpression(init) &&
      t.isIdentifier(init.object, { name: 'Object' }) &&
      memberName(init) === 'defineProperty',
  );
}

/** What compilers for old engines make, and what was written for them, has only `var`s and plain functions. */
function isModern({ kind, place: { node }, declared }: Scope): boolean {
  if (kind === 'class' || t.isArrowFunctionExpression(node) || t.isMethod(node)) return true;
  if (t.isFunction(node) && (node.async || node.generator)) return true;
  return declared.some((binding) => binding.kind === 'let' || binding.kind === 'const');
}
