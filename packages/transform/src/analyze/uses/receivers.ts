import * as t from '@babel/types';
import { isMember } from '../names.js';
import type { Shape } from './shape.js';

/** What a function is to those who call it as a method: what it does with its `this`. */
export function functionShape(node: t.Function): Shape {
  if (t.isArrowFunctionExpression(node)) return 'same';
  const uses = [...node.params, node.body].map(useOfThis);
  return uses.find((use) => use === 'method') ?? uses.find((use) => use === 'reader') ?? 'same';
}

function useOfThis(code: t.Node): Extract<Shape, string> {
  const asked = new Set<t.Node>();
  let use: Extract<Shape, string> = 'same';
  t.traverseFast(code, (node) => {
    if (t.isFunction(node) && !t.isArrowFunctionExpression(node)) return t.traverseFast.skip;
    if (isMember(node)) asked.add(node.object);
    const isOther = t.isSuper(node) || (t.isThisExpression(node) && !asked.has(node));
    if (isOther || changesThis(node)) {
      use = 'method';
      return t.traverseFast.stop;
    }
    if (t.isThisExpression(node)) use = 'reader';
    return undefined;
  });
  return use;
}

/** `this.a.b = 1`, `delete this.a`, `[this.a] = list` */
function changesThis(node: t.Node): boolean {
  if (t.isUpdateExpression(node) || t.isUnaryExpression(node, { operator: 'delete' }))
    return isOfThis(node.argument);
  if (!t.isAssignmentExpression(node) && !t.isForXStatement(node)) return false;
  return t.traverseFast(node.left, (inner) => (isOfThis(inner) ? t.traverseFast.stop : undefined));
}

function isOfThis(node: t.Node): boolean {
  return isMember(node) ? isOfThis(node.object) : t.isThisExpression(node);
}
