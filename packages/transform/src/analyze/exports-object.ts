import * as t from '@babel/types';
import { isGlobal, memberName } from './names.js';
import { isOwnVariable, ownVariable, type Unit } from './unit.js';

/** Whether `node` is `module.exports`, or `exports` itself. */
export function isModuleExports(node: t.Node, unit: Unit): boolean {
  if (isOwnVariable(node, 'exports', unit)) return true;
  return (
    t.isMemberExpression(node) && memberName(node) === 'exports' && isOwnVariable(node.object, 'module', unit)
  );
}

/** Whether `node` names a place in the exports object, such as `exports.a` and `module.exports.a.b`. */
export function isExportsPlace(node: t.Node, unit: Unit): boolean {
  if (isModuleExports(node, unit)) return true;
  return t.isMemberExpression(node) && isExportsPlace(node.object, unit);
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
