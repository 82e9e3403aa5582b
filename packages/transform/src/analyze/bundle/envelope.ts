import * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import { calledFunction, callsOf } from '../calls.js';
import { isGlobal } from '../names.js';

/** The one function around all code of a finished file. */
export interface Envelope {
  readonly node: t.Function;
  /** Its parameter that stands for the exports object, where it has one. */
  readonly exports: number | undefined;
}

/**
 * Finds the function that a bundle is wrapped in, so that its variables are no globals. It runs once, so they are the
 * module's variables.
 *
 *     var bundle = (() => { … })(); module.exports = bundle;
 *     (function (global, factory) { … factory(exports); … })(this, function (exports) { … });
 */
export function findEnvelope(names: Names): Envelope | undefined {
  const [only, ...others] = names.program.node.body.filter((statement) => !handsOn(statement));
  const call = only && others.length === 0 ? calledIn(only) : undefined;
  if (call === undefined) return undefined;
  const called = calledFunction(call);
  const factories = call.arguments.flatMap((argument, index) =>
    t.isFunction(argument) ? [{ argument, index }] : [],
  );
  const [factory] = factories;
  if (called === undefined || called.async || factories.length > 1) return undefined;
  if (factory === undefined) return { node: called, exports: undefined };
  return { node: factory.argument, exports: exportsParameter(called, factory.index, names) };
}

/** Whether a statement only passes on what another one made: `module.exports = bundle;`, `export { handler };` */
function handsOn(statement: t.Statement): boolean {
  if (t.isEmptyStatement(statement)) return true;
  if (t.isExportNamedDeclaration(statement)) return statement.declaration == null;
  if (t.isExportDefaultDeclaration(statement)) return t.isIdentifier(statement.declaration);
  const expression = t.isExpressionStatement(statement) ? statement.expression : undefined;
  return t.isAssignmentExpression(expression) && t.isIdentifier(expression.right);
}

/** The call that a statement consists of: `f()`, `!f()`, `var x = f()`, `module.exports = f()`. */
function calledIn(node: t.Node | null | undefined): t.CallExpression | undefined {
  if (t.isCallExpression(node)) return node;
  if (t.isVariableDeclaration(node))
    return node.declarations.length === 1 ? calledIn(node.declarations[0]?.init) : undefined;
  if (t.isAssignmentExpression(node)) return calledIn(node.right);
  if (t.isUnaryExpression(node)) return calledIn(node.argument);
  return t.isExpressionStatement(node) ? calledIn(node.expression) : undefined;
}

/** The position of `exports` among the arguments that the head of a UMD bundle calls its factory with. */
function exportsParameter(head: t.Function, factory: number, names: Names): number | undefined {
  const parameter = head.params[factory];
  const binding = parameter && names.bindingOf(parameter);
  for (const { node } of callsOf(binding)) {
    const index = node.arguments.findIndex((argument) => isGlobal(argument, 'exports', names));
    if (index >= 0) return index;
  }
  return undefined;
}
