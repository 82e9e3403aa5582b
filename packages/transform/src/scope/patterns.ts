import type * as t from '@babel/types';
import type { Place } from './place.js';
import type { DeclarationKind } from './scope.js';
import type { Walk } from './walk.js';

/** Declares the names of the patterns that a property holds. Default values and computed keys are code. */
export function declareIn(walk: Walk, parent: Place, key: string, kind: DeclarationKind): void {
  walk.each(parent, key, (place) => walkTarget(walk, place, (name) => walk.declare(name, kind)));
}

/** Notes the names that an assignment to what a property holds writes. */
export function writeTo(walk: Walk, parent: Place, key: string): void {
  walk.each(parent, key, (place) => walkTarget(walk, place, (name) => walk.name(name, 'write')));
}

function walkTarget(walk: Walk, place: Place, leaf: (place: Place<t.Identifier>) => void): void {
  const below = (key: string) => walk.each(place, key, (child) => walkTarget(walk, child, leaf));
  const { node } = place;
  switch (node.type) {
    case 'Identifier':
      walk.child(place, 'decorators');
      leaf(place as Place<t.Identifier>);
      break;
    case 'ArrayPattern':
      below('elements');
      break;
    case 'ObjectPattern':
      below('properties');
      break;
    case 'ObjectProperty':
      if (node.computed) walk.child(place, 'key');
      below('value');
      break;
    case 'RestElement':
      below('argument');
      break;
    case 'AssignmentPattern':
      below('left');
      walk.child(place, 'right');
      break;
    case 'TSParameterProperty':
      walk.child(place, 'decorators');
      below('parameter');
      break;
    // `(count as number) += 1` assigns `count`.
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
      below('expression');
      break;
    default:
      walk.visit(place);
  }
}

/** Whether parameters are only names, so that they and the body can share a scope. */
export function simpleParams({ params }: t.Function): boolean {
  return params.every(
    (param) =>
      param.type === 'Identifier' || (param.type === 'RestElement' && param.argument.type === 'Identifier'),
  );
}
