import * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import type { Place } from '../../scope/place.js';
import { constantOf } from '../declarations.js';

/**
 * Whether code is for hosts without CommonJS modules, or with AMD's, as in the wrappers of libraries for all of them:
 *
 *     if (typeof exports === "object") module.exports = lib;
 *     else if (typeof define === "function") { root.lib = lib; define(lib); }     this
 *     else root.lib = lib;                                                        and this
 */
export function isForOtherHosts(place: Place, names: Names): boolean {
  for (let at: Place | undefined = place; at?.parent; at = at.parent) {
    const { node } = at.parent;
    if (!t.isIfStatement(node) && !t.isConditionalExpression(node)) continue;
    if (at.key === 'alternate' && mentions(node.test, COMMONJS, names)) return true;
    if (at.key === 'consequent' && mentions(node.test, AMD, names)) return true;
  }
  return false;
}

const COMMONJS = /^(?:exports|module|require)$/;
const AMD = /^define$/;

/** Whether an expression names one of some globals, itself or by constants. */
function mentions(node: t.Node, globals: RegExp, names: Names, depth = 2): boolean {
  return t.traverseFast(node, (part) => {
    if (!t.isIdentifier(part)) return undefined;
    const binding = names.bindingOf(part);
    if (binding === undefined) return globals.test(part.name) ? t.traverseFast.stop : undefined;
    const value = depth > 0 ? constantOf(binding) : undefined;
    const found = value !== undefined && !t.isFunction(value) && mentions(value, globals, names, depth - 1);
    return found ? t.traverseFast.stop : undefined;
  });
}
