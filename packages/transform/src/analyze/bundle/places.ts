import * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import type { Place } from '../../scope/place.js';
import type { Binding } from '../../scope/scope.js';

/** Whether a place is `node`, or stands in it. */
export function isWithin(place: Place, node: t.Node): boolean {
  return placeAround(place, (around) => around === node) !== undefined;
}

/** The innermost function around a place. */
export function functionAround({ parent }: Place): Place<t.Function> | undefined {
  return parent && placeAround(parent, t.isFunction);
}

function placeAround<T extends t.Node>(
  start: Place,
  matches: (node: t.Node) => node is T,
): Place<T> | undefined;
function placeAround(start: Place, matches: (node: t.Node) => boolean): Place | undefined;
function placeAround(start: Place, matches: (node: t.Node) => boolean): Place | undefined {
  for (let place: Place | undefined = start; place; place = place.parent)
    if (matches(place.node)) return place;
  return undefined;
}

/** Where a function stands. */
export function placeOf(node: t.Function, names: Names): Place<t.Function> | undefined {
  const place = names.scopeOf(node)?.place;
  return place?.node === node ? (place as Place<t.Function>) : undefined;
}

/** What a variable is declared with, if that is its only declaration. */
export function initializerOf(binding: Binding | undefined): t.Node | undefined {
  const [only, ...others] = binding?.declarations ?? [];
  if (!only || others.length > 0) return undefined;
  if (t.isVariableDeclarator(only.node)) return only.node.init ?? undefined;
  return t.isFunctionDeclaration(only.node) ? only.node : undefined;
}

/** The calls of what a binding names. */
export function callsOf(binding: Binding | undefined): Place<t.CallExpression>[] {
  return (binding?.uses ?? []).flatMap(({ parent, key }) =>
    t.isCallExpression(parent?.node) && key === 'callee' ? [parent as Place<t.CallExpression>] : [],
  );
}
