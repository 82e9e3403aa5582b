import * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import { Place } from '../../scope/place.js';
import type { Binding, Occurrence } from '../../scope/scope.js';
import { callsOf } from '../calls.js';
import { isFunction } from '../keeps/runs.js';
import { literalKey } from '../names.js';
import { functionAround } from '../places.js';
import { outsideTypes } from '../positions.js';

/** Where a value gets to from somewhere, in one step. */
export interface Next {
  readonly place: Place;
  /** The property of it that gets there: `const { env } = process`. */
  readonly property?: string;
}

/**
 * Where in the file the value that stands at a place gets to, as far as one can see:
 *
 *     const root = typeof global === "object" && global || self;     from `global` to all that reads `root`
 *     function self() { return globalThis; }                         to the calls of `self`
 *     (function (root) { … })(globalThis);                           to all that reads the parameter
 */
export function flowFrom(at: Place, names: Names): Next[] {
  const { parent, key, index } = outsideTypes(at);
  const node = parent?.node;
  if (parent === undefined || node === undefined) return [];
  if (isPassedOn(node, key, index)) return [{ place: parent }];
  if (t.isVariableDeclarator(node) && key === 'init') return intoTarget(node.id, names);
  if (t.isAssignmentPattern(node) && key === 'right') return intoTarget(node.left, names);
  if (t.isAssignmentExpression(node) && key === 'right' && /^(?:=|\|\|=|&&=|\?\?=)$/.test(node.operator))
    return [{ place: parent }, ...intoTarget(node.left, names), ...intoField(node.left, parent)];
  if (t.isReturnStatement(node) || (t.isArrowFunctionExpression(node) && key === 'body'))
    return fromFunction(parent, names);
  return key === 'arguments' ? intoParameter(node, index, names) : [];
}

/** Whether what stands in a node may be what the node gives. */
function isPassedOn(node: t.Node, key: string, index: number): boolean {
  if (t.isLogicalExpression(node)) return key === 'right' || node.operator !== '&&';
  if (t.isConditionalExpression(node)) return key !== 'test';
  // Of a property that is assigned: what it holds then.
  if (t.isAssignmentExpression(node)) return key === 'left';
  return t.isSequenceExpression(node) && index === node.expressions.length - 1;
}

function intoTarget(target: t.Node, names: Names): Next[] {
  if (t.isObjectPattern(target))
    return target.properties.flatMap((property) => {
      const name = t.isObjectProperty(property) ? literalKey(property) : undefined;
      if (name === undefined || !t.isObjectProperty(property)) return [];
      const value = t.isAssignmentPattern(property.value) ? property.value.left : property.value;
      return readsOf(names.bindingOf(value)).map((place) => ({ place, property: name }));
    });
  return t.isIdentifier(target) ? readsOf(names.bindingOf(target)).map((place) => ({ place })) : [];
}

function readsOf(binding: Binding | undefined): Place[] {
  return (binding?.uses ?? []).filter(({ role }) => role === 'read');
}

/** From what a function returns to its calls. */
function fromFunction(inside: Place, names: Names): Next[] {
  const place = isFunction(inside) ? inside : functionAround(inside);
  if (place === undefined || place.node.async || place.node.generator) return [];
  const { parent, key } = outsideTypes(place as Place);
  if (key === 'callee' && parent) return [{ place: parent }];
  return callsOf(namedFunction(place, names)).map((call) => ({ place: call }));
}

/** The variable that holds a function. */
function namedFunction({ node, parent }: Place<t.Function>, names: Names): Binding | undefined {
  if (t.isFunctionDeclaration(node)) return node.id ? names.bindingOf(node.id) : undefined;
  return t.isVariableDeclarator(parent?.node) ? names.bindingOf(parent.node.id) : undefined;
}

/** Into the parameter of a function or a constructor of the file that is called where it stands or by its name. */
function intoParameter(call: t.Node, index: number, names: Names): Next[] {
  if (!t.isCallExpression(call) && !t.isNewExpression(call)) return [];
  const [declaration] = names.bindingOf(call.callee)?.declarations ?? [];
  const held = t.isVariableDeclarator(declaration?.node) ? declaration.node.init : declaration?.node;
  const called = calledFunction(t.isFunction(call.callee) ? call.callee : held);
  const param = called?.params[index];
  return param ? intoTarget(t.isAssignmentPattern(param) ? param.left : param, names) : [];
}

function calledFunction(value: t.Node | null | undefined): t.Function | t.ClassMethod | undefined {
  if (t.isFunction(value)) return value;
  if (!t.isClass(value)) return undefined;
  return value.body.body.find((member) => t.isClassMethod(member, { kind: 'constructor' })) as
    | t.ClassMethod
    | undefined;
}

/** From `this.#process = process` to all that the class does with `this.#process`. */
function intoField(target: t.Node, at: Place): Next[] {
  if (!t.isMemberExpression(target) || !t.isThisExpression(target.object) || target.computed) return [];
  const field = target.property;
  let place: Place | undefined = at;
  while (place && !t.isClassBody(place.node)) place = place.parent;
  return place ? placesIn(place, (node) => isSameField(node, field)).map((found) => ({ place: found })) : [];
}

function isSameField(node: t.Node, field: t.Node): boolean {
  return (
    t.isMemberExpression(node) && t.isThisExpression(node.object) && t.isNodesEquivalent(node.property, field)
  );
}

/** The places of some nodes inside of another. */
function placesIn(outer: Place, matches: (node: t.Node) => boolean): Place[] {
  const keys = t.VISITOR_KEYS[outer.node.type] ?? [];
  return keys.flatMap((key) => {
    const held = (outer.node as unknown as Record<string, t.Node | (t.Node | null)[] | null>)[key];
    const isList = Array.isArray(held);
    return (isList ? held : [held]).flatMap((node, index) => {
      if (node == null) return [];
      const place = new Place(node, outer, key, isList ? index : -1);
      return [...(matches(node) ? [place] : []), ...placesIn(place, matches)];
    });
  });
}

/** Whether a value is returned by a method, or by a function that is exported or given away: anybody may get it. */
export function isHandedOut(at: Place, names: Names): boolean {
  const { parent, key } = outsideTypes(at);
  const isBody = t.isArrowFunctionExpression(parent?.node) && key === 'body';
  if (parent === undefined || !(t.isReturnStatement(parent.node) || isBody)) return false;
  const place: Place | undefined = isBody ? parent : functionAround(parent);
  if (place === undefined || t.isMethod(place.node)) return place !== undefined;
  const around = place.parent?.node;
  return (
    t.isExportNamedDeclaration(around) ||
    t.isExportDefaultDeclaration(around) ||
    (t.isAssignmentExpression(around) && t.isMemberExpression(around.left)) ||
    (isFunction(place) && namedFunction(place, names)?.uses.some(isGivenAway) === true)
  );
}

/** Whether a mention of a function exports it, or puts it where others find it: `exports.getGlobal = getGlobal` */
function isGivenAway(use: Occurrence): boolean {
  const { parent, key } = outsideTypes(use);
  if (use.role === 'export') return true;
  return (
    (t.isAssignmentExpression(parent?.node) && key === 'right' && t.isMemberExpression(parent.node.left)) ||
    (t.isObjectProperty(parent?.node) && key === 'value') ||
    (t.isArrowFunctionExpression(parent?.node) && key === 'body')
  );
}
