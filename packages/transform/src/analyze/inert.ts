import type { Scope } from '@babel/traverse';
import * as t from '@babel/types';
import { isGlobal, memberName, requiredSource, withoutTypes } from './names.js';

const INERT_CONSTRUCTORS = ['Map', 'Set', 'WeakMap', 'WeakSet', 'AbortController', 'Error'];
const INERT_OBJECT_METHODS = [
  'assign',
  'create',
  'defineProperty',
  'defineProperties',
  'freeze',
  'seal',
  'keys',
];

/**
 * Whether evaluating top-level code runs no code of the program, so that it can touch no state beyond the
 * bindings it names. Getters of what comes from elsewhere and coercions of plain values are taken as harmless;
 * `require` evaluates another module, which keeps its own account.
 */
export function isInert(node: t.Node | null | undefined, scope: Scope): boolean {
  if (node == null) return true;
  const inert = (child: t.Node | null | undefined) => isInert(child, scope);
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
      return (
        inert(expression.superClass) && expression.body.body.every((member) => isInertMember(member, scope))
      );
    case 'TemplateLiteral':
      return expression.expressions.every(inert);
    case 'ArrayExpression':
      return expression.elements.every(inert);
    case 'SequenceExpression':
      return expression.expressions.every(inert);
    case 'ObjectExpression':
      return expression.properties.every((property) => isInertProperty(property, scope));
    case 'UnaryExpression':
      return expression.operator !== 'delete' && inert(expression.argument);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return inert(expression.left) && inert(expression.right);
    case 'ConditionalExpression':
      return inert(expression.test) && inert(expression.consequent) && inert(expression.alternate);
    case 'MemberExpression':
      return (
        isForeignObject(expression.object, scope) && (!expression.computed || inert(expression.property))
      );
    case 'AssignmentExpression':
      return isPlainPlace(expression.left, scope) && inert(expression.right);
    case 'NewExpression':
      return (
        expression.arguments.every(inert) &&
        expression.arguments.length <= (isGlobal(expression.callee, 'Error', scope) ? 1 : 0) &&
        INERT_CONSTRUCTORS.some((name) => isGlobal(expression.callee, name, scope))
      );
    case 'CallExpression':
      return requiredSource(expression, scope) !== undefined || isInertCall(expression, scope);
    default:
      return false;
  }
}

/** A global, an import, or something required, down to any member. */
function isForeignObject(node: t.Node, scope: Scope): boolean {
  if (t.isMemberExpression(node)) return isForeignObject(node.object, scope);
  if (requiredSource(node, scope) !== undefined || t.isMetaProperty(node)) return true;
  if (!t.isIdentifier(node)) return false;
  const binding = scope.getBinding(node.name);
  if (binding === undefined || binding.kind === 'module') return true;
  const { path } = binding;
  return (
    path.isVariableDeclarator() && binding.constant && requiredSource(path.node.init, scope) !== undefined
  );
}

/** A property of a function, of its prototype, or of the exports object: no setter of the program runs. */
function isPlainPlace(node: t.Node, scope: Scope): boolean {
  if (!t.isMemberExpression(node)) return false;
  const { object } = node;
  if (node.computed && !isInert(node.property, scope)) return false;
  if (isGlobal(object, 'exports', scope) || isGlobal(object, 'module', scope)) return true;
  if (t.isMemberExpression(object)) {
    return memberName(object) === 'prototype' || memberName(object) === 'exports'
      ? isPlainPlace(object, scope)
      : false;
  }
  return t.isIdentifier(object) && Boolean(scope.getBinding(object.name)?.path.isFunctionDeclaration());
}

function isInertCall({ callee, arguments: args }: t.CallExpression, scope: Scope): boolean {
  if (!args.every((argument) => isInert(argument, scope))) return false;
  if (isGlobal(callee, 'Symbol', scope)) return true;
  if (!t.isMemberExpression(callee)) return false;
  const method = memberName(callee) ?? '';
  if (isGlobal(callee.object, 'Symbol', scope)) return method === 'for';
  return isGlobal(callee.object, 'Object', scope) && INERT_OBJECT_METHODS.includes(method);
}

function isInertProperty(property: t.ObjectExpression['properties'][number], scope: Scope): boolean {
  if (t.isSpreadElement(property)) return false;
  if (property.computed && !isInert(property.key, scope)) return false;
  return t.isObjectMethod(property) || isInert(property.value, scope);
}

/** Static fields and blocks are rewritten by themselves; here they count as code that runs. */
function isInertMember(member: t.ClassBody['body'][number], scope: Scope): boolean {
  if (t.isStaticBlock(member)) return member.body.length === 0;
  if ('decorators' in member && member.decorators?.length) return false;
  if ('computed' in member && member.computed && !isInert(member.key, scope)) return false;
  if (!('static' in member) || !member.static || !('value' in member)) return true;
  return isInert(member.value, scope);
}
