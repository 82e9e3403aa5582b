/** The offsets at which lines begin. */
export function lineStarts(text: string, lineBreak: RegExp): number[] {
  return [0, ...Array.from(text.matchAll(lineBreak), ({ 0: { length }, index }) => index + length)];
}

/** The index of the last of the ascending `numbers` that is `limit` at most; -1 if none is. */
export function lastUpTo(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
