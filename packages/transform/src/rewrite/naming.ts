import * as t from '@babel/types';
import { rangeOf } from '../parse/range.js';
import type { Edits } from './edits.js';

/** Whether evaluating `node` next to a name gives it that name (ECMAScript §8.4.5, IsAnonymousFunctionDefinition). */
export function isAnonymousFunction(node: t.Node | null | undefined): node is t.Expression {
  if (t.isArrowFunctionExpression(node)) return true;
  return (t.isFunctionExpression(node) || t.isClassExpression(node)) && !node.id;
}

/**
 * What gives an anonymous function between the two texts its name. A class with a static `name` keeps that one,
 * which a computed key would overwrite; `__proto__` would set the prototype (ECMAScript §13.2.5.5).
 */
export function nameWrapper(name: string): readonly [before: string, after: string] {
  const key = JSON.stringify(name);
  return [`({ ${name === '__proto__' ? `[${key}]` : key}: `, ` })[${key}]`];
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
