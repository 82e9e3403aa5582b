import { lastUpTo } from '../parse/ranges.js';

/** Whether a character ends a line (ECMAScript §12.3). Of CR LF, only the second does. */
export function endsLine(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  if (code === 10 || code === 0x2028 || code === 0x2029) return true;
  return code === 13 && text.charCodeAt(index + 1) !== 10;
}

/** Where the lines of a text start. */
export class LineTable {
  readonly #starts = [0];

  constructor(text: string) {
    for (let i = 0; i < text.length; i++) if (endsLine(text, i)) this.#starts.push(i + 1);
  }

  /** The line of an offset, from 0. */
  lineAt(offset: number): number {
    return Math.max(0, lastUpTo(this.#starts, offset));
  }

  /** The offset at which a line starts. */
  startOf(line: number): number {
    return this.#starts[line] ?? Number.POSITIVE_INFINITY;
  }
}
