import * as t from '@babel/types';
import { isOwnVariable, type Unit } from './unit.js';

/** Whether `node` is `module.exports`, or `exports` itself. */
export function isModuleExports(node: t.Node, unit: Unit): boolean {
  if (isOwnVariable(node, 'exports', unit)) return true;
  return (
    t.isMemberExpression(node, { computed: false }) &&
    isOwnVariable(node.object, 'module', unit) &&
    t.isIdentifier(node.property, { name: 'exports' })
  );
}

/** Whether `node` names a place in the exports object, such as `exports.a` and `module.exports.a.b`. */
export function isExportsPlace(node: t.Node, unit: Unit): boolean {
  if (isModuleExports(node, unit)) return true;
  return t.isMemberExpression(node) && isExportsPlace(node.object, unit);
}
