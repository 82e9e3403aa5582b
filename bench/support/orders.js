/** The orders in which variants are loaded, one for each process: each is once at each place. */
export function rotations(kinds) {
  return kinds.map((_, i) => turnedBy(kinds, i));
}

/** The order in which variants take their turns in a round: each has each place equally often, after each other one. */
export function orderOfRound(kinds, index) {
  const turned = turnedBy(kinds, index % kinds.length);
  return index % (2 * kinds.length) < kinds.length ? turned : turned.reverse();
}

function turnedBy(kinds, count) {
  return [...kinds.slice(count), ...kinds.slice(0, count)];
}
