import * as t from '@babel/types';
import type { Place } from '../scope/place.js';
import { isGlobal, memberName, withoutTypes } from './names.js';
import { memberAround } from './positions.js';
import { isOwnVariable, ownVariable, type Unit } from './unit.js';

/** Whether `node` is `exports` or `module`. A unit has one of each, as far as policy `bindings` goes. */
export function isOwnObject(node: t.Node, unit: Unit): boolean {
  return isOwnVariable(node, 'exports', unit) || isOwnVariable(node, 'module', unit);
}

/** Whether `node` is `module.exports`, or `exports` itself. */
export function isModuleExports(node: t.Node, unit: Unit): boolean {
  const object = withoutTypes(node);
  if (!t.isMemberExpression(object)) return isOwnVariable(object, 'exports', unit);
  return memberName(object) === 'exports' && isOwnVariable(withoutTypes(object.object), 'module', unit);
}

/** Where a unit names its exports object. Node calls a CommonJS module with it for `this`. */
export function usesOfExports(unit: Unit): Place[] {
  const asThis = unit.form === 'file' && unit.kind !== 'module' ? unit.names.usesOfThis(unit.code.node) : [];
  const throughModule = ownVariable(unit, 'module').flatMap((use) => memberAround(use) ?? []);
  return [
    ...ownVariable(unit, 'exports'),
    ...asThis,
    ...throughModule.filter(({ node }) => memberName(node) === 'exports'),
  ];
}

/** Whether `node` names a place in the exports object, such as `exports.a` and `module.exports.a.b`. */
export function isExportsPlace(node: t.Node, unit: Unit): boolean {
  if (isModuleExports(node, unit)) return true;
  const place = withoutTypes(node);
  return t.isMemberExpression(place) && isExportsPlace(place.object, unit);
}

/**
 * Whether a unit never reads what it puts into its exports object: all that is there serves its importers.
 *
 *     exports.start = start;
 *     Object.defineProperty(exports, "__esModule", { value: true });
 */
export function onlyFillsExports(unit: Unit): boolean {
  return ownVariable(unit, 'exports').every(({ key, parent }) => {
    if (t.isMemberExpression(parent?.node))
      return key === 'object' && parent.key === 'left' && t.isAssignmentExpression(parent.parent?.node);
    return t.isCallExpression(parent?.node) && isMethodOfObject(parent.node.callee, unit);
  });
}

function isMethodOfObject(callee: t.Node, { names }: Unit): boolean {
  return t.isMemberExpression(callee) && isGlobal(callee.object, 'Object', names);
}
