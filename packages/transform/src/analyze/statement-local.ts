import * as t from '@babel/types';
import { rangeOf } from '../parse/range.js';
import type { Place } from '../scope/place.js';
import { type Binding, constructAround, type Occurrence } from '../scope/scope.js';
import { entersActivation } from './activation.js';
import { isDeclarator, isTopLevelDeclaration } from './declarations.js';
import type { Unit } from './unit.js';

/**
 * Whether one top-level statement alone uses a `var`, and assigns it before it reads it. Each run of the statement
 * begins anew then, so that nobody finds what another one has left.
 *
 *     for (var i = 0; i < 9; i++) table[i] = i;
 *     var key, first = (key = find(), table[key]);       as minifiers write it
 */
export function isStatementLocal({ kind, occurrences }: Binding, unit: Unit): boolean {
  if (kind !== 'var') return false;
  const writes = occurrences.filter(assigns).map(constructAround);
  const [first, ...others] = writes.sort((a, b) => rangeOf(a.node).start - rangeOf(b.node).start);
  if (!first || !isPlainWrite(first)) return false;
  if (writes.some((write) => isDeclarator(write) && isTopLevelDeclaration(write, unit))) return false;
  const statements = new Set(occurrences.map((occurrence) => topLevelStatementOf(occurrence, unit)));
  if (statements.size !== 1 || statements.has(undefined)) return false;
  const region = rangeOf(regionOf(first, unit).node);
  const comesAfter = ({ node }: Place) =>
    rangeOf(node).start >= rangeOf(first.node).end && rangeOf(node).end <= region.end;
  const reads = occurrences.filter(({ role }) => role === 'read' || role === 'export');
  return reads.every(comesAfter) && others.every(comesAfter);
}

/** `x = 1`, `var x = 1`, `for (var x of xs)` */
function assigns(occurrence: Occurrence): boolean {
  if (occurrence.role !== 'declare') return occurrence.role === 'write';
  const { node, parent } = constructAround(occurrence);
  return t.isVariableDeclarator(node) && (node.init != null || isHead(parent));
}

/** Whether a declaration stands in `for (… of xs)`. */
function isHead(declaration: Place | undefined): boolean {
  return declaration?.key === 'left' && t.isForXStatement(declaration.parent?.node);
}

function isPlainWrite({ node }: Place): boolean {
  return (
    t.isVariableDeclarator(node) ||
    t.isForXStatement(node) ||
    t.isAssignmentExpression(node, { operator: '=' })
  );
}

/** The largest part of the top-level statement in which code after `place` runs only if `place` has run. */
function regionOf(place: Place, unit: Unit): Place {
  if (isHead(place.parent)) return place.parent?.parent ?? place;
  let region = place;
  while (region.parent && region.parent.node !== unit.code.node && !isConditional(region))
    region = region.parent;
  return region;
}

function isConditional({ key, parent }: Place): boolean {
  if (key === 'consequent' || key === 'cases' || key === 'alternate' || key === 'handler') return true;
  if (t.isLogicalExpression(parent?.node) || t.isAssignmentPattern(parent?.node)) return key === 'right';
  return t.isLoop(parent?.node) && (key === 'body' || key === 'update');
}

/** The top-level statement that runs the code at a place, or `undefined` if it runs later: in a function. */
function topLevelStatementOf(place: Place, unit: Unit): t.Node | undefined {
  for (let current = place; ; current = current.parent) {
    if (!current.parent || current.parent.node === unit.code.node) return current.node;
    if (entersActivation(current.parent.node, current.key)) return undefined;
  }
}
