import { isBuiltin } from 'node:module';
import * as t from '@babel/types';
import type { Names } from '../scope/names.js';
import { isClassFactory } from './class-factory.js';
import { isGlobal, requiredSource, withoutTypes } from './names.js';
import { isWrapperCall } from './wrappers.js';

/** Tells whether a binding of the unit stays shared, so that what copies its value may too. */
export type IsShared = (name: t.Identifier) => boolean;

/**
 * Whether evaluating `node` again could only give an immutable value or the very same object: then a binding
 * that is never assigned afterwards may stay shared (semantics, "Policies").
 */
export function isSameByConstruction(node: t.Node, names: Names, isShared: IsShared): boolean {
  const same = (child: t.Node) => isSameByConstruction(child, names, isShared);
  const expression = withoutTypes(node);
  switch (expression.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BigIntLiteral':
    case 'BooleanLiteral':
    case 'NullLiteral':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'MetaProperty':
      return true;
    case 'RegExpLiteral':
      return !/[gy]/.test(expression.flags);
    case 'ClassExpression':
      return !expression.body.body.some((member) => t.isStaticBlock(member) || isStaticField(member));
    case 'TemplateLiteral':
      return expression.expressions.every(same);
    case 'UnaryExpression':
      return expression.operator !== 'delete' && same(expression.argument);
    case 'BinaryExpression':
      return t.isExpression(expression.left) && same(expression.left) && same(expression.right);
    case 'LogicalExpression':
      return same(expression.left) && same(expression.right);
    case 'ConditionalExpression':
      return same(expression.test) && same(expression.consequent) && same(expression.alternate);
    case 'Identifier':
      return isShared(expression);
    case 'MemberExpression':
      if (isModuleOfProgram(expression.object, names)) return false;
      return same(expression.object) && (!expression.computed || same(expression.property));
    case 'CallExpression':
      if (requiredSource(expression, names) !== undefined) return true;
      if (isGlobal(expression.callee, 'Symbol', names)) return true;
      return isWrapperCall(expression, names) || isClassFactory(expression, same);
    default:
      return false;
  }
}

/**
 * Whether `node` is what another module exports, in place or under a name of its own: `require("m")`, and the `a` of
 * `import a from "m"` and `var a = require("m")`. A property of it may be isolated there.
 */
function isModuleOfProgram(node: t.Node, names: Names): boolean {
  const declaration = names.bindingOf(node)?.declarations[0];
  const imported = declaration?.parent?.node;
  if (t.isImportDeclaration(imported)) return !isBuiltin(imported.source.value);
  const value = t.isVariableDeclarator(declaration?.node) ? declaration.node.init : node;
  const source = requiredSource(value, names);
  return source === undefined ? t.isCallExpression(value) && isWrapperCall(value, names) : !isBuiltin(source);
}

function isStaticField(member: t.ClassBody['body'][number]): boolean {
  return (
    (t.isClassProperty(member) || t.isClassPrivateProperty(member) || t.isClassAccessorProperty(member)) &&
    member.static === true
  );
}
