import { isBuiltin } from 'node:module';
import * as t from '@babel/types';
import { isModuleExports, isOwnObject } from './exports-object.js';
import { globalName, isGlobal, memberName, moduleSource, requiredSource, withoutTypes } from './names.js';
import { isRegExpCall, isSplitText, operandsOf, withoutAlias } from './pure-calls.js';
import type { Unit } from './unit.js';

const INERT_CONSTRUCTORS = /^(?:Map|Set|WeakMap|WeakSet|AbortController|EventTarget)$/;
const INERT_OBJECT_METHODS = [
  'assign',
  'create',
  'defineProperty',
  'defineProperties',
  'freeze',
  'seal',
  'keys',
  'getOwnPropertyDescriptor',
  'getOwnPropertyNames',
];

/**
 * Whether evaluating top-level code runs no code of the program, so that it can touch no state beyond the
 * bindings it names. Getters of what comes from elsewhere and coercions of plain values are taken as harmless;
 * `require` evaluates another module, which keeps its own account.
 */
export function isInert(node: t.Node | null | undefined, unit: Unit): boolean {
  if (node == null) return true;
  const inert = (child: t.Node | null | undefined) => isInert(child, unit);
  const expression = withoutTypes(node);
  switch (expression.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BigIntLiteral':
    case 'BooleanLiteral':
    case 'NullLiteral':
    case 'RegExpLiteral':
    case 'Identifier':
    case 'ThisExpression':
    case 'MetaProperty':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'EmptyStatement':
      return true;
    case 'ExpressionStatement':
      return inert(expression.expression);
    case 'ClassExpression':
      return isInertClass(expression, unit);
    case 'TemplateLiteral':
      return expression.expressions.every(inert);
    case 'ArrayExpression':
      return expression.elements.every(inert);
    case 'SequenceExpression':
      return expression.expressions.every(inert);
    case 'ObjectExpression':
      return expression.properties.every((property) => isInertProperty(property, unit));
    case 'UnaryExpression':
      return expression.operator !== 'delete' && inert(expression.argument);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return inert(expression.left) && inert(expression.right);
    case 'ConditionalExpression':
      return inert(expression.test) && inert(expression.consequent) && inert(expression.alternate);
    case 'MemberExpression':
      return isForeignObject(expression.object, unit) && (!expression.computed || inert(expression.property));
    case 'AssignmentExpression':
      return expression.operator === '=' && isPlainPlace(expression.left, unit) && inert(expression.right);
    case 'NewExpression':
      return expression.arguments.every(inert) && isInertConstruction(expression, unit);
    case 'CallExpression':
      return isLoad(expression, unit) || unit.system.isOwnCall(expression) || isInertCall(expression, unit);
    default:
      return false;
  }
}

/** Nothing is iterated but arrays. */
function isInertConstruction(construction: t.NewExpression, { names }: Unit): boolean {
  const { callee, arguments: args } = construction;
  if (isRegExpCall(construction, names)) return true;
  const name = globalName(callee, names) ?? '';
  if (name === 'Error') return args.length <= 1;
  const [content, ...others] = args;
  const isListed = content === undefined || t.isArrayExpression(content) || isSplitText(content, names);
  return isListed && others.length === 0 && INERT_CONSTRUCTORS.test(name);
}

/** The same for a class, decorators of the class itself left out. */
export function isInertClass({ superClass, body }: t.Class, unit: Unit): boolean {
  return isInert(superClass, unit) && body.body.every((member) => isInertMember(member, unit));
}

/** Loading a module evaluates it, which that module accounts for itself. */
export function isLoad(node: t.Node | null | undefined, { names, system }: Unit): boolean {
  return requiredSource(node, names) !== undefined || system.isLoad(node);
}

/** A member of what a module of the program exports, its own or another, which may be state. */
function mayBeExportedState(node: t.Node, unit: Unit): boolean {
  if (!t.isMemberExpression(node)) return false;
  if (isModuleExports(node.object, unit)) return true;
  const source = moduleSource(node.object, unit.names);
  if (source !== undefined) return !isBuiltin(source);
  return isLoaded(node.object, unit) || mayBeExportedState(node.object, unit);
}

/** What loading a module gives, or a constant that holds it. */
function isLoaded(node: t.Node, unit: Unit): boolean {
  if (isLoad(node, unit)) return true;
  const binding = t.isIdentifier(node) ? unit.names.bindingOf(node) : undefined;
  if (binding === undefined) return false;
  const [only, ...others] = binding.declarations;
  const isConstant = others.length === 0 && binding.writes.length === 0;
  return t.isVariableDeclarator(only?.node) && isConstant && isLoad(only.node.init, unit);
}

/** A global, an import, or something required, down to any member. */
function isForeignObject(node: t.Node, unit: Unit): boolean {
  if (t.isMemberExpression(node)) return isForeignObject(node.object, unit);
  if (isLoaded(node, unit) || t.isMetaProperty(node)) return true;
  if (!t.isIdentifier(node)) return false;
  const binding = unit.names.bindingOf(node);
  return binding === undefined || binding.kind === 'import' || binding.kind === 'enum';
}

/** A property of a function, of its prototype, or of the exports object: no setter of the program runs. */
function isPlainPlace(node: t.Node, unit: Unit): boolean {
  if (!t.isMemberExpression(node)) return false;
  const { object } = node;
  if (node.computed && !isInert(node.property, unit)) return false;
  if (isOwnObject(object, unit)) return true;
  if (t.isMemberExpression(object)) {
    return memberName(object) === 'prototype' || memberName(object) === 'exports'
      ? isPlainPlace(object, unit)
      : false;
  }
  return t.isIdentifier(object) && unit.names.bindingOf(object)?.kind === 'function';
}

function isInertCall(call: t.CallExpression, unit: Unit): boolean {
  const { arguments: args } = call;
  const callee = withoutAlias(call.callee, unit.names);
  if (!args.every((argument) => isInert(argument, unit))) return false;
  if (isGlobal(callee, 'Symbol', unit.names) || unit.system.isArrangement(call)) return true;
  if (isRegExpCall(call, unit.names) || isSplitText(call, unit.names)) return true;
  if (operandsOf(call, unit.names)?.every((operand) => isInert(operand, unit))) return true;
  if (!t.isMemberExpression(callee)) return false;
  const method = memberName(callee) ?? '';
  const holder = globalName(callee.object, unit.names);
  if (holder === 'Symbol') return method === 'for';
  const [target] = args;
  if (target && mayBeExportedState(target, unit)) return false;
  return holder === 'Object' && INERT_OBJECT_METHODS.includes(method);
}

function isInertProperty(property: t.ObjectExpression['properties'][number], unit: Unit): boolean {
  if (t.isSpreadElement(property)) return false;
  if (property.computed && !isInert(property.key, unit)) return false;
  return t.isObjectMethod(property) || isInert(property.value, unit);
}

/** Static fields and blocks are rewritten by themselves; here they count as code that runs. */
function isInertMember(member: t.ClassBody['body'][number], unit: Unit): boolean {
  if (t.isStaticBlock(member)) return member.body.length === 0;
  if ('decorators' in member && member.decorators?.length) return false;
  if ('computed' in member && member.computed && !isInert(member.key, unit)) return false;
  if (!('static' in member) || !member.static || !('value' in member)) return true;
  return isInert(member.value, unit);
}
