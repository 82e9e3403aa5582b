import * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import type { Place } from '../../scope/place.js';
import type { Binding } from '../../scope/scope.js';
import { isChangingMethod } from '../changes.js';
import { constantOf } from '../declarations.js';
import { isMember, isPrototype, memberName, withoutTypes } from '../names.js';
import { memberAround, outsideTypes } from '../positions.js';

/**
 * The functions that get an object as their `this`, as far as one can see:
 *
 *     const api = { level: 0, set(level) { this.level = level; } }; api.reset = function () { … };
 *     const store = new Store();     the methods of `class Store`, and what `Store.prototype.x = function` gives it
 *
 * @param value what makes the object
 * @param holder the variable that holds it
 */
export function receiversOf(
  value: t.Node | undefined,
  holder: Binding | undefined,
  names: Names,
): t.Function[] {
  const given = holder ? functionsGivenTo(holder, 'itself', names) : [];
  if (value === undefined) return given;
  const made = withoutTypes(value);
  if (t.isObjectExpression(made)) return [...made.properties.flatMap(methodIn), ...given];
  return t.isNewExpression(made) ? [...methodsOf(made.callee, names), ...given] : given;
}

function methodIn(property: t.ObjectExpression['properties'][number]): t.Function[] {
  if (t.isObjectMethod(property)) return [property];
  return t.isObjectProperty(property) && isMethod(property.value) ? [property.value] : [];
}

/** The methods of instances of a class that the file declares, but not its constructor. */
export function methodsOf(callee: t.Node, names: Names): t.Function[] {
  const binding = names.bindingOf(callee);
  const [declaration] = binding?.declarations ?? [];
  const value = constantOf(binding) ?? declaration?.node;
  if (t.isClass(value)) return value.body.body.flatMap(methodOfClass);
  return binding && t.isFunction(value) ? functionsGivenTo(binding, 'prototype', names) : [];
}

function methodOfClass(member: t.ClassBody['body'][number]): t.Function[] {
  if (t.isClassMethod(member) || t.isClassPrivateMethod(member))
    return member.static || member.kind === 'constructor' ? [] : [member];
  // `set = (level) => { this.level = level; }`
  return t.isClassProperty(member) && !member.static && t.isFunction(member.value) ? [member.value] : [];
}

/** `api.set = function () {}`, and `Store.prototype.set = function () {}`, also by `var proto = Store.prototype`. */
function functionsGivenTo({ uses }: Binding, what: 'itself' | 'prototype', names: Names): t.Function[] {
  return uses.flatMap((use) => {
    const first = memberAround(use);
    if (first === undefined || isPrototype(first.node) !== (what === 'prototype')) return [];
    if (what === 'itself') return functionGivenTo(first);
    const member = memberAround(first);
    if (member) return functionGivenTo(member);
    const { parent, key } = outsideTypes(first as Place);
    const alias =
      key === 'init' && t.isVariableDeclarator(parent?.node) ? names.bindingOf(parent.node.id) : undefined;
    return alias ? functionsGivenTo(alias, 'itself', names) : [];
  });
}

/** `member = function () {}` */
function functionGivenTo(member: Place): t.Function[] {
  const { parent, key } = outsideTypes(member);
  const isGiven = key === 'left' && t.isAssignmentExpression(parent?.node);
  return isGiven && isMethod(parent.node.right) ? [parent.node.right] : [];
}

function isMethod(node: t.Node): node is t.Function {
  return t.isFunction(node) && !t.isArrowFunctionExpression(node);
}

/** Where a method changes its receiver: `this.level = 1`, `this.list.push(x)`, `delete this.a`. */
export function changesOfThis(method: t.Function): t.Node[] {
  const found: t.Node[] = [];
  t.traverseFast(method.body, (node) => {
    if (t.isFunction(node) && !t.isArrowFunctionExpression(node)) return t.traverseFast.skip;
    if (changesThis(node)) found.push(node);
    return undefined;
  });
  return found;
}

function changesThis(node: t.Node): boolean {
  if (t.isAssignmentExpression(node)) return isPartOfThis(node.left);
  if (t.isUpdateExpression(node)) return isPartOfThis(node.argument);
  if (t.isUnaryExpression(node, { operator: 'delete' })) return isPartOfThis(node.argument);
  if (!t.isCallExpression(node) || !t.isMemberExpression(node.callee)) return false;
  return isChangingMethod(memberName(node.callee)) && isPartOfThis(node.callee.object);
}

/** `this.a`, `this.a.b` */
function isPartOfThis(node: t.Node): boolean {
  const bare = withoutTypes(node);
  return isMember(bare) && (t.isThisExpression(withoutTypes(bare.object)) || isPartOfThis(bare.object));
}
