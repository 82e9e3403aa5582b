import * as t from '@babel/types';
import { memberName } from './names.js';

/**
 * Recognises a class in the clothes of ECMAScript 5, as compilers print it, and a function beside its helpers:
 *
 *     var Point = (function (_super) {
 *       __extends(Point, _super);
 *       function Point() { … }
 *       Point.prototype.norm = function () { … };
 *       return Point;
 *     })(Base);
 *
 *     var createClass = (function () { function define() { … } return function () { … define() … }; })();
 *
 * The function keeps no variables, so its closure holds no state, and evaluating it once serves everybody.
 *
 * @param isSame whether an argument is the same object at every evaluation
 */
export function isClassFactory(call: t.CallExpression, isSame: (node: t.Node) => boolean): boolean {
  const { callee } = call;
  if (!t.isFunctionExpression(callee) && !t.isArrowFunctionExpression(callee)) return false;
  if (callee.async || callee.generator || !t.isBlockStatement(callee.body)) return false;
  if (!callee.params.every((param) => t.isIdentifier(param)) || !call.arguments.every(isSame)) return false;
  const statements = callee.body.body;
  const functions = statements.filter((statement) => t.isFunctionDeclaration(statement));
  const result = statements.at(-1);
  if (!statements.every(isStateless) || !t.isReturnStatement(result)) return false;
  const { argument } = result;
  return (
    t.isFunction(argument) || functions.some(({ id }) => t.isIdentifier(argument, { name: id?.name ?? '' }))
  );
}

function isStateless(statement: t.Statement): boolean {
  if (t.isFunctionDeclaration(statement) || t.isReturnStatement(statement)) return true;
  if (!t.isExpressionStatement(statement)) return false;
  const { expression } = statement;
  if (t.isCallExpression(expression))
    return expression.arguments.every((argument) => !t.isFunction(argument));
  return t.isAssignmentExpression(expression, { operator: '=' }) && isMethodOrDefault(expression);
}

/** `Point.make = function …`, `Point.prototype.x = 0`. A static like `Point.count = 0` is state. */
function isMethodOrDefault({ left, right }: t.AssignmentExpression): boolean {
  if (!t.isMemberExpression(left)) return false;
  const isOnPrototype = t.isMemberExpression(left.object) && memberName(left.object) === 'prototype';
  return t.isFunction(right) || (isOnPrototype && (t.isLiteral(right) || t.isIdentifier(right)));
}
