import * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import type { Place } from '../../scope/place.js';
import type { Binding, Occurrence } from '../../scope/scope.js';
import { changeInPlace } from '../changes.js';
import { constantOf } from '../declarations.js';

/** What code does to a variable, or to what it holds, as far as one can see where it is named. */
export type Change = 'assigns' | 'changes' | 'deletes';

/**
 * What is done where a variable is named:
 *
 *     table = {}                                                             assigns
 *     table.a.b = 1, list.push(1), Object.assign(table, { a }), fill(table)  changes, if `fill` does so with its parameter
 *     delete table.a                                                         deletes
 */
export function changeAt(use: Occurrence, names: Names): Change | undefined {
  return use.role === 'write' ? 'assigns' : changeOfValue(use, names);
}

/** The same for an object that stands somewhere. */
export function changeOfValue(
  place: Place,
  names: Names,
  known: Set<Binding> = new Set(),
): Change | undefined {
  return changeInPlace(place, names) ?? (isGivenToOwnChanger(place, names, known) ? 'changes' : undefined);
}

/** Whether a value is given to a function of the file that changes what it is given there. */
function isGivenToOwnChanger({ parent, key, index }: Place, names: Names, known: Set<Binding>): boolean {
  if (key !== 'arguments' || !t.isCallExpression(parent?.node)) return false;
  const called = constantOf(names.bindingOf(parent.node.callee));
  const param = t.isFunction(called) ? called.params[index] : undefined;
  const binding = t.isIdentifier(param) ? names.bindingOf(param) : undefined;
  if (binding === undefined || known.has(binding)) return false;
  known.add(binding);
  return binding.uses.some((use) => use.role === 'read' && changeOfValue(use, names, known) !== undefined);
}
