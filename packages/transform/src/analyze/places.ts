import * as t from '@babel/types';
import type { Names } from '../scope/names.js';
import type { Place } from '../scope/place.js';

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
