import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import { type AssignedProperties, assignmentsIn, setsStateProperty } from '../analyze/assigned-properties.js';
import type { BindingFacts } from '../analyze/bindings.js';
import { rootOf, withoutTypes } from '../analyze/names.js';
import type { Unit } from '../analyze/unit.js';
import type { Binding } from '../scope/scope.js';

/**
 * The assignments of properties that are state: those that functions assign, too, and those that give isolated variables
 * their values: `let list = Pool.list = []`, `exports.list = list = []`.
 */
export function propertyInitializers(
  unit: Unit,
  isolated: ReadonlyMap<Binding, BindingFacts>,
  assignedProperties: AssignedProperties,
): NodePath<t.AssignmentExpression>[] {
  // A pattern declares several variables.
  const declarators = new Set([...isolated.values()].flatMap((binding) => binding.declarators));
  const declared = [...declarators].map((each) => assignmentsIn(each.get('init') as NodePath<t.Node | null>));
  const isOwn = (node: t.Node | undefined) => {
    const binding = node && unit.names.bindingOf(node);
    return binding !== undefined && isolated.has(binding);
  };
  const isNamed = ({ node }: NodePath<t.AssignmentExpression>) => isOwn(withoutTypes(node.left));
  const assigned = unit.pieces
    .map((piece) => assignmentsIn(piece.isExpressionStatement() ? piece.get('expression') : piece))
    .filter((assignments) => assignments.some(isNamed));
  const named = [...declared, ...assigned].flat().filter(({ node }) => setsStateProperty(node, unit));
  // The properties of a class of which each photon has its own are that photon's anyway.
  const assignedAgain = assignedProperties
    .initializersIn(unit, named)
    .filter(({ holder }) => holder === undefined || !isolated.has(holder));
  const all = [...assignedAgain.map(({ path }) => path), ...named];
  const unique = [...new Map(all.map((path) => [path.node, path])).values()];
  return unique.filter(({ node }) => !isOwn(rootOf(node.left)));
}
