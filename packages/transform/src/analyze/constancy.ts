import * as t from '@babel/types';
import { isClassFactory } from './class-factory.js';
import { isExportsPlace, isOwnObject } from './exports-object.js';
import { isOwnGlobal } from './global-object.js';
import { heritageNames } from './heritage.js';
import { isGlobal, isPrototype, memberName, moduleSource, requiredSource, withoutTypes } from './names.js';
import { isForgetfulRegExp, operandsOf } from './pure-calls.js';
import type { Unit } from './unit.js';

/** Tells whether a binding of the unit stays shared, so that what copies its value may too. */
export type IsShared = (name: t.Identifier) => boolean;

/**
 * Whether evaluating `node` again could only give an immutable value or the very same object: then a binding
 * that is never assigned afterwards may stay shared (semantics, "Policies").
 */
export function isSameByConstruction(node: t.Node, unit: Unit, isShared: IsShared): boolean {
  const { names, system } = unit;
  const same = (child: t.Node) => isSameByConstruction(child, unit, isShared);
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
      return isForgetfulRegExp(expression, names);
    case 'ClassExpression':
      return !expression.body.body.some(hasState) && heritageNames(expression).every(isShared);
    case 'TemplateLiteral':
      return expression.expressions.every(same);
    case 'UnaryExpression':
      return expression.operator !== 'delete' && same(expression.argument);
    case 'BinaryExpression':
      return t.isExpression(expression.left) && same(expression.left) && same(expression.right);
    case 'LogicalExpression':
      if (isTypeScriptHelper(expression)) return true;
      return same(expression.left) && same(expression.right);
    case 'ConditionalExpression':
      return same(expression.test) && same(expression.consequent) && same(expression.alternate);
    case 'Identifier':
      return isOwnObject(expression, unit) || isShared(expression);
    case 'MemberExpression':
      if (isModuleOfProgram(expression.object, unit) || isOwnGlobal(expression, unit)) return false;
      if (!isPrototype(expression) && mayHaveStatics(expression.object, unit)) return false;
      return same(expression.object) && (!expression.computed || same(expression.property));
    case 'AssignmentExpression':
      return expression.operator === '=' && isExportsPlace(expression.left, unit) && same(expression.right);
    case 'NewExpression':
      return isForgetfulRegExp(expression, names) && expression.arguments.every(same);
    case 'CallExpression':
      if (isForgetfulRegExp(expression, names)) return expression.arguments.every(same);
      if (operandsOf(expression, names)?.every(same)) return true;
      if (system.isLoad(expression) || isSharedModule(requiredSource(expression, names), unit)) return true;
      if (isGlobal(expression.callee, 'Symbol', names) || system.isOwnCall(expression)) return true;
      if (system.isArrangement(expression))
        return expression.arguments.every((argument) => same(argument) || holdsFunctions(argument));
      return isClassFactory(expression, same);
    default:
      return false;
  }
}

function isSharedModule(source: string | undefined, { loaded }: Unit): boolean {
  return source !== undefined && !loaded.mayBeInstance(source);
}

/** `{ a, b: c } = Math`: whether a pattern takes properties that are the same at every evaluation, and does no more. */
export function takesSame({ id, init }: t.VariableDeclarator, unit: Unit, isShared: IsShared): boolean {
  if (!init || !isPlainPattern(id) || isModuleOfProgram(init, unit) || mayHaveStatics(init, unit))
    return false;
  return isSameByConstruction(init, unit, isShared);
}

/** Whether a pattern only takes properties: `{ a, b: c }`. */
export function isPlainPattern(pattern: t.LVal | t.VoidPattern): boolean {
  if (!t.isObjectPattern(pattern)) return false;
  return pattern.properties.every(
    (property) => t.isObjectProperty(property) && !property.computed && t.isIdentifier(property.value),
  );
}

/**
 * Whether `node` is what another module exports, in place or under a name of its own: `require("m")`, and the `a` of
 * `import a from "m"` and `var a = require("m")`. A property of it may be isolated there.
 */
function isModuleOfProgram(node: t.Node, { names, system, loaded }: Unit): boolean {
  const source = moduleSource(node, names);
  if (source !== undefined) return loaded.mayExportState(source);
  const declaration = names.bindingOf(node)?.declarations[0]?.node;
  return system.isLoad(t.isVariableDeclarator(declaration) ? declaration.init : node);
}

/**
 * Whether what `node` names may be a class with static fields, its own or inherited ones, or hold one: it is no global,
 * builtin module or member of these.
 */
function mayHaveStatics(node: t.Node, unit: Unit): boolean {
  if (t.isMemberExpression(node)) return !isPrototype(node) && mayHaveStatics(node.object, unit);
  if (isOwnObject(node, unit)) return true;
  if (t.isLiteral(node) || t.isMetaProperty(node) || moduleSource(node, unit.names) !== undefined)
    return false;
  const [declaration] = unit.names.bindingOf(node)?.declarations ?? [];
  if (declaration === undefined) return !t.isIdentifier(node);
  return (
    !t.isVariableDeclarator(declaration.node) ||
    mayHaveStatics(declaration.node.init ?? declaration.node, unit)
  );
}

/** `{ count: () => count }`: the getters of a namespace. */
function holdsFunctions(node: t.Node): boolean {
  if (!t.isObjectExpression(node)) return false;
  return node.properties.every(
    (property) =>
      t.isObjectMethod(property) || (t.isObjectProperty(property) && t.isFunction(property.value)),
  );
}

/** `(this && this.__awaiter) || function …`, at the top of files that TypeScript has compiled. */
export function isTypeScriptHelper({ operator, left, right }: t.LogicalExpression): boolean {
  return (
    operator === '||' &&
    t.isLogicalExpression(left, { operator: '&&' }) &&
    t.isThisExpression(left.left) &&
    t.isMemberExpression(left.right) &&
    t.isThisExpression(left.right.object) &&
    /^__/.test(memberName(left.right) ?? '') &&
    !t.isIdentifier(right)
  );
}

/** Whether a member is a static field, or a static block, which may do anything. */
function hasState(member: t.ClassBody['body'][number]): boolean {
  if (t.isStaticBlock(member)) return true;
  return (
    (t.isClassProperty(member) || t.isClassPrivateProperty(member) || t.isClassAccessorProperty(member)) &&
    member.static === true
  );
}
