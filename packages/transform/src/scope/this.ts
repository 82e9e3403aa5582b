import * as t from '@babel/types';
import type { Place } from './place.js';

/**
 * What `this` is at a place, where its text tells: the class in static members, and the program's own `this` outside of
 * functions. In what is called, the caller decides.
 */
export function thisAt(place: Place): t.Class | t.Program | undefined {
  let at = place;
  for (let { parent } = at; parent; at = parent, parent = at.parent) {
    const { node } = parent;
    if (t.isStaticBlock(node)) return classAround(parent);
    if (isField(node) && at.key === 'value') return node.static ? classAround(parent) : undefined;
    // Computed keys and decorators are code around the class.
    if (!isBody(at) || t.isArrowFunctionExpression(node)) continue;
    const isStatic = (t.isClassMethod(node) || t.isClassPrivateMethod(node)) && node.static;
    return isStatic ? classAround(parent) : undefined;
  }
  return t.isProgram(at.node) ? at.node : undefined;
}

function isField(node: t.Node): node is t.ClassProperty | t.ClassPrivateProperty | t.ClassAccessorProperty {
  return t.isClassProperty(node) || t.isClassPrivateProperty(node) || t.isClassAccessorProperty(node);
}

/** Whether a place is the body or a parameter of a function. */
function isBody({ key, parent }: Place): boolean {
  return t.isFunction(parent?.node) && (key === 'body' || key === 'params');
}

function classAround(member: Place): t.Class | undefined {
  const node = member.parent?.parent?.node;
  return t.isClass(node) ? node : undefined;
}
