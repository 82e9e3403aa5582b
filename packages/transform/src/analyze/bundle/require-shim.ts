import * as t from '@babel/types';
import type { Binding } from '../../scope/scope.js';
import { constantOf } from '../declarations.js';

/**
 * Whether a variable holds the function by which esbuild's ES modules call `require`: that of the host, if there is one.
 *
 *     var __require = ((x) => typeof require !== "undefined" ? require : …)(function (x) { … });
 */
export function isRequireShim(binding: Binding): boolean {
  const call = constantOf(binding);
  if (!t.isCallExpression(call)) return false;
  const { callee } = call;
  if (!t.isArrowFunctionExpression(callee) || !t.isConditionalExpression(callee.body)) return false;
  const { test, consequent } = callee.body;
  return (
    t.isBinaryExpression(test) &&
    t.isUnaryExpression(test.left, { operator: 'typeof' }) &&
    t.isIdentifier(test.left.argument, { name: 'require' }) &&
    t.isIdentifier(consequent, { name: 'require' })
  );
}
