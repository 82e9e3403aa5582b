import * as t from '@babel/types';
import type { Place } from '../scope/place.js';
import type { Binding } from '../scope/scope.js';
import { usesOf } from './assigned-properties.js';
import { isGivenToChanger } from './calls.js';
import { isMember, isPrototype, memberName } from './names.js';
import { isDeleted, isTarget, memberAround, outsideTypes } from './positions.js';
import { expressionOf, type Unit } from './unit.js';

/**
 * Whether code may change the properties of a function or a class, or those of its prototype, so that it holds state.
 *
 * | | |
 * |---|---|
 * | `F.make = function …`, `F.prototype.size = 0` at top level | no: the same for all, and what compilers print for classes |
 * | `F.version = "1"` of an exported `F` | yes: importers may do the same |
 * | `F.calls++`, `F.prototype[name] = f`, `F.all = []`, `delete F.x` | yes |
 * | `Object.assign(F, { … })`, `mixin(F.prototype)`, `const proto = F.prototype` | yes, as far as anybody can see |
 * | `new F()`, `F.make()`, `Object.create(F.prototype)`, `use(F)` | no |
 *
 * @param isSame whether an expression gives the same at every evaluation
 */
export function mayChangeProperties(
  binding: Binding,
  unit: Unit,
  isSame: (node: t.Node) => boolean,
): boolean {
  const { uses, declarations } = binding;
  const isExported = uses.some(isExport) || declarations.some(isExport);
  const isConstant = (node: t.Node) => isSame(node) && !(isExported && !t.isFunction(node));
  // What the code of a class does with its static fields is another matter.
  const inside = usesOf(binding, unit.names)
    .slice(uses.length)
    .filter((use) => !isOfField(use));
  return [...uses, ...inside].some((use) => changes(use, unit, isConstant));
}

/** `F.count`, but not `F.prototype` */
function isOfField(use: Place): boolean {
  const member = memberAround(use);
  return member !== undefined && !isPrototype(member.node);
}

/** `export { F }`, `export default F`, `export const F = …` */
function isExport(place: Place): boolean {
  for (let around = place.parent; around; around = around.parent) {
    if (t.isExportNamedDeclaration(around.node) || t.isExportDefaultDeclaration(around.node)) return true;
    if (!t.isVariableDeclaration(around.node) && !t.isExportSpecifier(around.node)) return false;
  }
  return false;
}

function changes(use: Place, unit: Unit, isSame: (node: t.Node) => boolean): boolean {
  const path = memberPath(use);
  const whole = path.at(-1) as Place;
  if (path.length === 1) return isGivenToChanger(whole, unit.names);
  if (isDeleted(whole)) return true;
  if (isTarget(whole)) return !isDefinition(whole, unit, isSame);
  const prototype = path.findIndex(({ node }) => isPrototype(node));
  return prototype === path.length - 1 && !isReadOfPrototype(whole);
}

/** `F`, `F.prototype` and `F.prototype.x` for the first of them, as far as the members go. */
function memberPath(use: Place): Place[] {
  const path = [outsideTypes(use)];
  for (;;) {
    const { parent, key } = path.at(-1) as Place;
    if (!parent || key !== 'object' || !isMember(parent.node)) return path;
    path.push(outsideTypes(parent));
  }
}

/** `Object.create(F.prototype)`, `F.prototype instanceof G`, `F.prototype === x` */
function isReadOfPrototype({ parent, key, index }: Place): boolean {
  if (t.isBinaryExpression(parent?.node)) return true;
  if (key !== 'arguments' || index !== 0 || !t.isCallExpression(parent?.node)) return false;
  const { callee } = parent.node;
  return t.isMemberExpression(callee) && /^(?:create|getPrototypeOf|keys)$/.test(memberName(callee) ?? '');
}

/** A statement at the top level that gives a property a value which is the same for all. */
function isDefinition({ parent, key }: Place, unit: Unit, isSame: (node: t.Node) => boolean): boolean {
  const assignment = parent?.node;
  if (key !== 'left' || !t.isAssignmentExpression(assignment, { operator: '=' })) return false;
  if (t.isMemberExpression(assignment.left, { computed: true })) return false;
  return isSame(assignment.right) && unit.pieces.some((piece) => expressionOf(piece) === assignment);
}
