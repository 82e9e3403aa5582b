import * as t from '@babel/types';
import type { Binding } from '../scope/scope.js';
import { constantOf } from './declarations.js';
import { isInert, isInertClass, isLoad } from './inert.js';
import type { Unit } from './unit.js';

/** The parts of top-level code that may run functions of the program, in their order. */
export function activeParts(unit: Unit): t.Node[] {
  return unit.pieces.flatMap(({ node }) => activeIn(node, unit));
}

function activeIn(node: t.Node, unit: Unit): t.Node[] {
  if (t.isExportNamedDeclaration(node) || t.isExportDefaultDeclaration(node))
    return node.declaration ? activeIn(node.declaration, unit) : [];
  if (t.isTSModuleDeclaration(node)) return activeIn(node.body, unit);
  if (t.isTSModuleBlock(node)) return node.body.flatMap((statement) => activeIn(statement, unit));
  if (t.isVariableDeclaration(node) && !/using/.test(node.kind))
    return node.declarations.filter(({ id, init }) => !t.isIdentifier(id) || !isQuiet(init, unit));
  if (t.isExpressionStatement(node)) return isQuiet(node.expression, unit) ? [] : [node];
  return isQuietStatement(node, unit) ? [] : [node];
}

function isQuietStatement(node: t.Node, unit: Unit): boolean {
  if (t.isClassDeclaration(node)) return isQuietClass(node, unit);
  const isOfTypes = /^TS(?:Interface|TypeAlias|DeclareFunction)/.test(node.type);
  return (
    isOfTypes || t.isFunctionDeclaration(node) || t.isImportOrExportDeclaration(node) || isQuiet(node, unit)
  );
}

/** Whether evaluating a class runs nothing of the program. */
export function isQuietClass(node: t.Class, unit: Unit): boolean {
  return !node.decorators?.length && isInertClass(node, unit);
}

/**
 * Whether an expression runs no function of the program but such as run none either. Setters of what comes from
 * elsewhere are taken as harmless, as getters are.
 */
function isQuiet(node: t.Node | null | undefined, unit: Unit): boolean {
  if (t.isAssignmentExpression(node, { operator: '=' }) && t.isMemberExpression(node.left))
    return isQuietMember(node.left, unit) && isQuiet(node.right, unit);
  if (t.isMemberExpression(node)) return isQuietMember(node, unit);
  if (t.isCallExpression(node) && isQuietFunction(unit.names.bindingOf(node.callee), unit))
    return node.arguments.every((argument) => isInert(argument, unit));
  if (t.isArrayExpression(node)) return node.elements.every((element) => isQuiet(element, unit));
  if (t.isObjectExpression(node)) return node.properties.every((property) => isQuietProperty(property, unit));
  return isInert(node, unit);
}

function isQuietProperty(property: t.ObjectExpression['properties'][number], unit: Unit): boolean {
  if (t.isSpreadElement(property) || (property.computed && !isInert(property.key, unit))) return false;
  return t.isObjectMethod(property) || isQuiet(property.value, unit);
}

/** A member that is no accessor of this file. */
function isQuietMember({ object, property, computed }: t.MemberExpression, unit: Unit): boolean {
  return hasNoAccessors(object, unit) && (!computed || isInert(property, unit));
}

/** Whether an object comes from elsewhere, or is a function, its prototype, or a plain literal. */
function hasNoAccessors(node: t.Node | null | undefined, unit: Unit): boolean {
  if (t.isFunction(node)) return true;
  if (t.isMemberExpression(node)) return isQuietMember(node, unit);
  if (t.isObjectExpression(node)) return node.properties.every(isNoAccessor);
  if (t.isCallExpression(node)) return isLoad(node, unit) || unit.system.isArrangement(node);
  if (!t.isIdentifier(node)) return false;
  const binding = unit.names.bindingOf(node);
  if (binding === undefined || binding.kind === 'import' || binding.kind === 'enum') return true;
  return hasNoAccessors(constantOf(binding), unit);
}

function isNoAccessor(property: t.ObjectExpression['properties'][number]): boolean {
  return t.isObjectProperty(property) || (t.isObjectMethod(property) && property.kind === 'method');
}

/** Whether calling what a variable holds does nothing but evaluate a quiet expression: `(f, n) => define(f, "name", n)`. */
function isQuietFunction(binding: Binding | undefined, unit: Unit): boolean {
  const value = constantOf(binding);
  if (!t.isFunction(value) || value.async || value.generator) return false;
  if (!value.params.every((param) => t.isIdentifier(param))) return false;
  const body = bodyOf(value);
  return body !== undefined && isInert(body, unit);
}

/** The one expression that a function evaluates. */
function bodyOf({ body }: t.Function): t.Node | undefined {
  if (!t.isBlockStatement(body)) return body;
  const [only, ...others] = body.body;
  if (!only || others.length > 0) return undefined;
  if (t.isReturnStatement(only)) return only.argument ?? undefined;
  return t.isExpressionStatement(only) ? only.expression : undefined;
}
