import * as t from '@babel/types';
import { literalKey, withoutTypes } from '../analyze/names.js';
import { rangeOf } from '../parse/range.js';
import type { Edits } from './edits.js';

/** Whether evaluating `node` next to a name gives it that name (ECMAScript §8.4.5, IsAnonymousFunctionDefinition). */
export function isAnonymousFunction(node: t.Node | null | undefined): node is t.Expression {
  const value = node && withoutTypes(node);
  if (t.isArrowFunctionExpression(value)) return true;
  return (t.isFunctionExpression(value) || t.isClassExpression(value)) && !value.id;
}

/**
 * What gives an anonymous function between the two texts its name. A class with a static `name` keeps that one,
 * which a computed key would overwrite; `__proto__` would set the prototype (ECMAScript §13.2.5.5).
 */
export function nameWrapper(name: string): readonly [before: string, after: string] {
  const key = JSON.stringify(name);
  return [`({ ${name === '__proto__' ? `[${key}]` : key}: `, ` })[${key}]`];
}

/** The same for the name that a variable holds. */
export function computedNameWrapper(variable: string): readonly [before: string, after: string] {
  return [`({ [${variable}]: `, ` })[${variable}]`];
}

/** What keeps the name of `node`, if it is an anonymous function that `parent` names. */
export function nameWrapperOf(
  node: t.Node,
  parent: t.Node,
): readonly [before: string, after: string] | undefined {
  const name = isAnonymousFunction(node) ? nameGivenBy(parent) : undefined;
  return name === undefined ? undefined : nameWrapper(name);
}

/** The name that an anonymous function gets from a declaration, a default value, a field or an export. */
function nameGivenBy(parent: t.Node): string | undefined {
  if (t.isVariableDeclarator(parent)) return t.isIdentifier(parent.id) ? parent.id.name : undefined;
  if (t.isAssignmentPattern(parent)) return t.isIdentifier(parent.left) ? parent.left.name : undefined;
  if (t.isExportDefaultDeclaration(parent)) return 'default';
  if (t.isClassPrivateProperty(parent)) return literalKey(parent);
  const isNamed = t.isClassProperty(parent) || t.isClassAccessorProperty(parent);
  return isNamed && !parent.computed ? literalKey(parent) : undefined;
}

/**
 * Keeps the name of an anonymous function or class that loses the binding it was named after.
 *
 *     total = () => 1      →  $r.total = ({ "total": () => 1 })["total"]
 */
export function keepName(edits: Edits, value: t.Node | null | undefined, name: string): void {
  if (!isAnonymousFunction(value)) return;
  const { start, end } = rangeOf(value);
  const [before, after] = nameWrapper(name);
  edits.wrap(start, end, before, after);
}
