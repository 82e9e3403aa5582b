import { decodedMappings, TraceMap } from '@jridgewell/trace-mapping';
import { LineTable, lastUpTo, type SourceMap } from '@photonize/transform';

/** Code that was made by editing another text, and how the two belong together. */
export interface Edited {
  readonly original: string;
  readonly code: string;
  readonly map: SourceMap;
}

/** A stretch of the code, up to the next one. Offsets are in UTF-16 units. */
interface Stretch {
  readonly offset: number;
  /** Where it comes from; `undefined` for inserted code. */
  readonly origin: number | undefined;
  /** The name that stood there, if another one was put in its place. */
  readonly name: string | undefined;
}

/** A name, a number, a keyword or one other character, and the blanks and line breaks behind it. */
const STRETCH = /([\w$\u0080-\uffff]+|.)[ \n\r\u2028\u2029]*/sy;

/** What stands between a callee and its arguments. */
const OPENING = /(?:[)\s]|\/\/.*|\/\*[\s\S]*?\*\/)*\(/y;

/** Where a piece of the code comes from. */
export interface Origin {
  readonly start: number;
  readonly end: number;
  readonly name: string | undefined;
}

/**
 * Tells where pieces of edited code stood in the original. Each word, each other character, and what was put in place
 * of something has an entry in the map, blanks and line breaks excepted.
 */
export class Origins {
  readonly #edited: Edited;
  readonly #stretches: readonly Stretch[];
  readonly #offsets: readonly number[];

  constructor(edited: Edited) {
    this.#edited = edited;
    this.#stretches = stretchesOf(edited);
    this.#offsets = this.#stretches.map(({ offset }) => offset);
  }

  /** Where the piece from `start` to `end` comes from; `undefined` if it begins with inserted code. */
  of(start: number, end: number): Origin | undefined {
    const first = this.#stretches[this.#upTo(start)];
    if (first?.origin === undefined) return undefined;
    // Templates and JSX texts may start with a blank or a line break, which has no entry.
    if (start > first.offset && start >= first.offset + this.#keptLength(first)) return undefined;
    const origin = first.origin + start - first.offset;
    return { start: origin, end: Math.max(origin, this.#endOf(end)), name: first.name };
  }

  /**
   * Where a call is shown whose callee ends at `offset`, if its parenthesis is shown elsewhere: `(0, $r.name)(x)` at
   * the name.
   */
  ofCall(offset: number): number | undefined {
    OPENING.lastIndex = offset;
    if (!OPENING.test(this.#edited.code)) return undefined;
    const parenthesis = OPENING.lastIndex - 1;
    const stretch = this.#stretches[this.#upTo(parenthesis)];
    if (stretch?.offset !== parenthesis || stretch.origin === undefined) return undefined;
    return this.#keptLength(stretch) > 0 ? undefined : stretch.origin;
  }

  /** Where what ends at `offset` ended. Inserted code at its end does not count. */
  #endOf(offset: number): number {
    let index = this.#upTo(offset - 1);
    while (index >= 0 && this.#stretches[index]?.origin === undefined) index -= 1;
    const last = this.#stretches[index];
    if (last?.origin === undefined) return 0;
    const kept = this.#keptLength(last);
    if (last.offset + kept >= offset) return last.origin + offset - last.offset;
    if (last.name !== undefined) return last.origin + last.name.length;
    return withoutSpace(this.#edited.original, last.origin + kept);
  }

  /** The length of a stretch of original text, blanks and line breaks behind it included; 0 if other text took its place. */
  #keptLength({ offset, origin = Number.NaN }: Stretch): number {
    const { code, original } = this.#edited;
    STRETCH.lastIndex = offset;
    const [text = '', word = ''] = STRETCH.exec(code) ?? [];
    if (!original.startsWith(word, origin)) return 0;
    let { length } = word;
    while (length < text.length && original[origin + length] === text[length]) length += 1;
    return length;
  }

  /** The index of the last stretch that begins at `offset` or before. */
  #upTo(offset: number): number {
    return lastUpTo(this.#offsets, offset);
  }
}

function stretchesOf({ original, code, map }: Edited): Stretch[] {
  const lines = new LineTable(code);
  const originLines = new LineTable(original);
  return decodedMappings(new TraceMap(map)).flatMap((segments, line) =>
    segments.map(([column, source, originLine = 0, originColumn = 0, name]) => ({
      offset: lines.startOf(line) + column,
      // Its other source stands for inserted code.
      origin: source === 0 ? originLines.startOf(originLine) + originColumn : undefined,
      name: name === undefined ? undefined : map.names[name],
    })),
  );
}

/** Where the text up to `end` ends without the white space at its end. */
function withoutSpace(text: string, end: number): number {
  let trimmed = end;
  while (trimmed > 0 && /\s/.test(text[trimmed - 1] ?? '')) trimmed -= 1;
  return trimmed;
}
