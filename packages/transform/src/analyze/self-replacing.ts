import * as t from '@babel/types';
import type { Binding, Occurrence } from '../scope/scope.js';
import { callOf } from './calls.js';
import { isPlain } from './closures.js';
import { isTypeScriptHelper } from './constancy.js';
import { memberName } from './names.js';
import { functionAround } from './places.js';
import type { Unit } from './unit.js';

/**
 * What a function that is only ever called puts in its own place when it is called first, to call that from then on.
 * Nobody can tell whether it has been replaced yet. Compilers print their helpers so:
 *
 *     function _typeof(x) {
 *       return _typeof = typeof Symbol.iterator == "symbol" ? function (x) { … } : function (x) { … }, _typeof(x);
 *     }
 *     var __assign = (this && this.__assign) || function () {
 *       __assign = Object.assign || function (to) { … };
 *       return __assign.apply(this, arguments);
 *     };
 *
 * @returns `undefined` for all other bindings
 */
export function replacementOf(binding: Binding, unit: Unit): t.Expression | undefined {
  const [write, ...others] = binding.writes;
  const code = functionDeclaredAs(binding);
  if (write === undefined || others.length > 0 || functionAround(write)?.node !== code) return undefined;
  const replacement = code && replacementIn(code, binding);
  if (replacement === undefined || !isPlain(replacement, write.scope, unit)) return undefined;
  return binding.uses.every((use) => use.role === 'write' || isOnlyCalled(use)) ? replacement : undefined;
}

/** The function in `function f() {}`, `var f = function () {}` and `var f = this && this.f || function () {}`. */
function functionDeclaredAs({ declarations }: Binding): t.Function | undefined {
  const [only, ...others] = declarations;
  if (others.length > 0) return undefined;
  const value = t.isVariableDeclarator(only?.node) ? only.node.init : only?.node;
  const code = t.isLogicalExpression(value) && isTypeScriptHelper(value) ? value.right : value;
  return t.isFunction(code) ? code : undefined;
}

/** `b` in `function a(x) { a = b; return a(x); }` */
function replacementIn({ body, params }: t.Function, binding: Binding): t.Expression | undefined {
  if (!t.isBlockStatement(body)) return undefined;
  const [first, second, ...rest] = body.body.flatMap(expressionsOf);
  if (!t.isAssignmentExpression(first, { operator: '=' }) || !isNamed(first.left, binding)) return undefined;
  return rest.length === 0 && passesOn(second, params, binding) ? first.right : undefined;
}

/** The expressions that a statement evaluates, if it does nothing else. */
function expressionsOf(statement: t.Statement): (t.Node | null | undefined)[] {
  const value = t.isReturnStatement(statement)
    ? statement.argument
    : t.isExpressionStatement(statement)
      ? statement.expression
      : statement;
  return t.isSequenceExpression(value) ? value.expressions : [value];
}

/** `_typeof(x)`, `__assign.apply(this, arguments)` */
function passesOn(call: t.Node | null | undefined, params: t.Function['params'], binding: Binding): boolean {
  if (!t.isCallExpression(call)) return false;
  const { callee, arguments: given } = call;
  if (t.isMemberExpression(callee) && memberName(callee) === 'apply') {
    const [receiver, list] = given;
    const isKept = t.isThisExpression(receiver) || t.isNullLiteral(receiver);
    return isNamed(callee.object, binding) && isKept && t.isIdentifier(list, { name: 'arguments' });
  }
  const isSameList =
    given.length === params.length &&
    params.every((param, i) => t.isIdentifier(param) && t.isIdentifier(given[i], { name: param.name }));
  return isNamed(callee, binding) && isSameList;
}

function isNamed(node: t.Node, { occurrences }: Binding): boolean {
  return occurrences.some((occurrence) => occurrence.node === node);
}

/** `f(…)`, `f.apply(…)` */
function isOnlyCalled(use: Occurrence): boolean {
  const { role, key, parent } = use;
  const method = key === 'object' && t.isMemberExpression(parent?.node) ? memberName(parent.node) : undefined;
  const callee = parent && (method === 'apply' || method === 'call') ? parent : use;
  return role === 'read' && callOf(callee) !== undefined;
}
