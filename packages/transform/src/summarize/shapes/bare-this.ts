import * as t from '@babel/types';
import { isTypeScriptHelper } from '../../analyze/constancy.js';
import { isMember } from '../../analyze/names.js';
import type { Unit } from '../../analyze/unit.js';

/** Whether top-level code lets others have its `this`, which is the exports object of a CommonJS module. */
export function hasBareThis({ code }: Unit): boolean {
  const asked = new Set<t.Node>();
  return t.traverseFast(code.node, (node) => {
    if (t.isClass(node) || (t.isFunction(node) && !t.isArrowFunctionExpression(node)))
      return t.traverseFast.skip;
    if (t.isLogicalExpression(node) && isTypeScriptHelper(node)) return t.traverseFast.skip;
    if (isMember(node)) asked.add(node.object);
    return t.isThisExpression(node) && !asked.has(node) ? t.traverseFast.stop : undefined;
  });
}
