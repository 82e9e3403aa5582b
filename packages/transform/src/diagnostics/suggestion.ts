/** `; did you mean …?`, if a known name is nearly the given one; else nothing. */
export function suggest(given: string, known: readonly string[]): string {
  const near = known.find((name) => editDistance(given.toLowerCase(), name.toLowerCase()) <= 2);
  return near === undefined ? '' : `; did you mean \`${near}\`?`;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, substitution));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
