import * as t from '@babel/types';
import type { Names } from '../scope/names.js';
import type { Place } from '../scope/place.js';
import type { Binding } from '../scope/scope.js';
import { constantOf } from './declarations.js';
import { globalName, memberName } from './names.js';
import { outsideTypes } from './positions.js';
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

/** Whether what stands at a place is given to a function of the language that changes it: `Object.assign(x, { … })`. */
export function isGivenToChanger(place: Place, names: Names): boolean {
  const { parent, key, index } = outsideTypes(place);
  const call = parent?.node;
  if (key !== 'arguments' || index !== 0) return false;
  if (!t.isCallExpression(call) && !t.isOptionalCallExpression(call)) return false;
  const callee = unbound(constantMember(call.callee, names));
  if (!t.isMemberExpression(callee) || !CHANGERS.test(memberName(callee) ?? '')) return false;
  return /^(?:Object|Reflect)$/.test(globalName(callee.object, names) ?? '');
}

/** What a variable always holds, if that is a member of something, or such a function bound to its object. */
function constantMember(callee: t.Node, names: Names): t.Node {
  const value = constantOf(names.bindingOf(callee));
  return t.isMemberExpression(value) || t.isCallExpression(value) ? value : callee;
}

/** `Object.assign` in `Object.assign.bind(Object)` */
function unbound(node: t.Node): t.Node {
  if (!t.isCallExpression(node) || !t.isMemberExpression(node.callee)) return node;
  return memberName(node.callee) === 'bind' ? node.callee.object : node;
}

const CHANGERS = /^(?:assign|defineProperty|defineProperties|deleteProperty|set|setPrototypeOf)$/;
