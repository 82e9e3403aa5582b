import { fromJS, Map as ImmutableMap, Set as ImmutableSet, List, OrderedMap, Record } from 'immutable';

const Point = Record({ x: 0, y: 0 });

export const inputs = [];
export function run() {
  let map = ImmutableMap();
  for (let i = 0; i < 2000; i++) map = map.set(`key${i % 700}`, i);
  let list = List();
  for (let i = 0; i < 2000; i++) list = list.push(Point({ x: i, y: -i }));
  const updated = list.map((point) => point.update('x', (x) => x + 1)).filter(({ x }) => x % 3 === 0);
  const grouped = updated.groupBy(({ x }) => x % 7).map((group) => group.size);
  const nested = fromJS({ a: { b: [1, 2, { c: 3 }] } }).setIn(['a', 'b', 2, 'c'], 4);
  const ordered = OrderedMap(map.entrySeq().take(100)).sortBy((value) => -value);
  const set = ImmutableSet(map.values()).union([1, 2, 3]).subtract([5]);
  return [map.hashCode(), grouped, nested, ordered, set.size, map.equals(map.set('key1', 1))];
}
