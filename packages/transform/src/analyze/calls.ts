import * as t from '@babel/types';
import type { Place } from '../scope/place.js';
import type { Binding } from '../scope/scope.js';
import { memberName } from './names.js';
import { expressionOf, type Piece } from './unit.js';

/** The call of what stands at a place: `f()` for `f`. */
export function callOf({ parent, key }: Place): Place<t.CallExpression> | undefined {
  const isCalled = t.isCallExpression(parent?.node) && key === 'callee';
  return isCalled ? (parent as Place<t.CallExpression>) : undefined;
}

/** The calls of what a binding names. */
export function callsOf(binding: Binding | undefined): Place<t.CallExpression>[] {
  return (binding?.uses ?? []).flatMap((use) => callOf(use) ?? []);
}

/** The call that a piece is: `f()`, `!f()`. */
export function callIn(piece: Piece): t.CallExpression | undefined {
  const expression = expressionOf(piece);
  const call = t.isUnaryExpression(expression) ? expression.argument : expression;
  return t.isCallExpression(call) ? call : undefined;
}

/** What is called in `f()` and `f.call(this)`. */
export function calleeOf({ callee }: t.CallExpression): t.Node {
  return t.isMemberExpression(callee) && memberName(callee) === 'call' ? callee.object : callee;
}

/** The same, if it is a function that stands there. */
export function calledFunction(call: t.CallExpression): t.Function | undefined {
  const callee = calleeOf(call);
  return t.isFunction(callee) ? callee : undefined;
}
