import * as t from '@babel/types';
import type { ModuleFacts } from '../analyze/analyze.js';
import { changeInPlace } from '../analyze/changes.js';
import { withoutTypes } from '../analyze/names.js';
import { bindingsOf } from '../analyze/unit.js';
import type { Names } from '../scope/names.js';
import type { Place } from '../scope/place.js';
import type { Binding, Occurrence } from '../scope/scope.js';

/** Tells whether a node is code, or holds code, that visibly changes what photons share. */
export type ChangesShared = (node: t.Node) => boolean;

/**
 * Finds the code of a file that visibly changes what photons share, itself or in functions that it names:
 *
 *     for (const key of keys) infos.set(key, index++);      where `infos` is a constant
 *     register("a");                                        where `register` calls `names.push`
 *
 * @param state every binding of the file that stands for isolated state
 */
export function findSharedChanges({ units, names }: ModuleFacts, state: ReadonlySet<Binding>): ChangesShared {
  const changing = new Set<t.Node>();
  const outermost = new Set<t.Node>(units.map(({ unit }) => unit.code.node));
  const shared = units.flatMap(({ unit }) => bindingsOf(unit)).filter((binding) => !state.has(binding));
  const pending: Place[] = shared.flatMap(({ uses }) => uses.filter((use) => changeInPlace(use, names)));
  for (let place = pending.pop(); place; place = pending.pop()) {
    let around: Place | undefined = place;
    while (around && !outermost.has(around.node) && !changing.has(around.node)) {
      changing.add(around.node);
      pending.push(...usesOfFunction(around, names));
      around = around.parent;
    }
  }
  return (node) => changing.has(node);
}

/** Where a function or a class is named that is declared at a place. */
function usesOfFunction({ node }: Place, names: Names): readonly Occurrence[] {
  const name = nameOfFunction(node);
  return (name && names.bindingOf(name)?.uses) ?? [];
}

/** The name that a node gives to a function: in a declaration, of a variable, or by assigning it. */
function nameOfFunction(node: t.Node): t.Node | null | undefined {
  if (t.isFunctionDeclaration(node) || t.isClassDeclaration(node)) return node.id;
  if (t.isVariableDeclarator(node)) return isFunction(node.init) ? node.id : undefined;
  return t.isAssignmentExpression(node) && isFunction(node.right) ? node.left : undefined;
}

function isFunction(node: t.Node | null | undefined): boolean {
  const value = node && withoutTypes(node);
  return t.isFunction(value) || t.isClass(value);
}
