import type { Range } from '../parse/range.js';
import { type MapPoint, type Piece, print, type SourceMap } from './print.js';

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly points: readonly MapPoint[];
  readonly sequence: number;
}

/** Text, and where parts of it come from. */
export interface MappedText {
  readonly text: string;
  readonly points: readonly MapPoint[];
}

interface Insertion extends MappedText {
  readonly position: number;
  /** Whether the text ends something that began to the left. */
  readonly closes: boolean;
  /** Where the other end of the wrapped stretch is: tells what is outside of what. */
  readonly partner: number;
  readonly sequence: number;
}

/**
 * Records all edits of a file, and makes them at the end. Wrappers that start or end at one position nest as
 * their stretches do, whatever the order in which they were recorded.
 */
export class Edits {
  readonly #source: string;
  readonly #comments: readonly Range[];
  readonly #insertions: Insertion[] = [];
  readonly #replacements: Replacement[] = [];
  /** Opening parentheses, and where the calls are shown. */
  readonly #calls = new Map<number, number>();

  /** @param comments those of the source, from left to right */
  constructor(source: string, comments: readonly Range[] = []) {
    this.#source = source;
    this.#comments = comments;
  }

  /**
   * Puts `before` and `after` around a stretch.
   * @param isShown whether `before` counts as part of the stretch for stack traces and debuggers
   */
  wrap(
    start: number,
    end: number,
    before: string | MappedText,
    after: string | MappedText,
    isShown = false,
  ): void {
    const sequence = this.#insertions.length;
    const opening = mapped(before, isShown ? start : undefined);
    this.#insertions.push({ ...opening, position: start, closes: false, partner: end, sequence });
    this.#insertions.push({ ...mapped(after), position: end, closes: true, partner: start, sequence });
  }

  /** Inserts text before whatever is wrapped at `position`, and counts it as part of that. */
  insert(position: number, text: string): void {
    this.#insert(position, text, true, this.#insertions.length);
  }

  /** Inserts text before everything else at `position`, what ends there excepted. */
  insertFirst(position: number, text: string): void {
    this.#insert(position, text, false, -1);
  }

  #insert(position: number, text: string, isShown: boolean, sequence: number): void {
    const partner = Number.POSITIVE_INFINITY;
    const insertion = mapped(text, isShown ? position : undefined);
    this.#insertions.push({ ...insertion, position, closes: false, partner, sequence });
  }

  /** Whether nothing has been recorded. */
  get isEmpty(): boolean {
    return this.#insertions.length === 0 && this.#replacements.length === 0;
  }

  /**
   * Replaces a stretch.
   * @param points where parts of the text come from; what is before them comes from the start of the stretch
   */
  replace(start: number, end: number, text: string, points: readonly MapPoint[] = []): void {
    if (start === end && text === '') return;
    const all = points[0]?.offset === 0 ? points : [{ offset: 0, original: start }, ...points];
    this.#replacements.push({ start, end, text, points: all, sequence: this.#replacements.length });
  }

  /** Puts another name in place of one; the map tells which it was. */
  rename(start: number, end: number, text: string): void {
    this.replace(start, end, text, [{ offset: 0, original: start, name: this.original(start, end) }]);
  }

  /** Shows the call whose opening parenthesis is at `position` where the name that it calls is. */
  showCall(position: number, at: number): void {
    this.#calls.set(position, at);
  }

  /** The text of a stretch of the source, without edits. */
  original(start: number, end: number): string {
    return this.#source.slice(start, end);
  }

  /** The edited text and its map. */
  finish(filename: string): { code: string; map: SourceMap } {
    return print(this.#source, this.#comments, filename, this.#pieces(), this.#calls);
  }

  /** The result from the start to the end: what stays, what is inserted, what is put in its place. */
  *#pieces(): Generator<Piece> {
    const insertions = this.#insertions.sort(byNesting).values();
    let insertion = insertions.next().value;
    let at = 0;
    for (const { start, end, text, points } of [...outermost(this.#replacements), this.#end]) {
      for (; insertion && insertion.position <= start; insertion = insertions.next().value) {
        yield { start: at, end: insertion.position };
        yield insertion;
        at = insertion.position;
      }
      yield { start: at, end: start };
      yield { text, points };
      for (; insertion && insertion.position < end; insertion = insertions.next().value) {
        if (text !== '') throw new Error(`inserting into replaced text: ${insertion.text}`);
        yield insertion;
      }
      at = end;
    }
  }

  get #end(): Replacement {
    const end = this.#source.length;
    return { start: end, end, text: '', points: [], sequence: 0 };
  }
}

/** Puts texts together. */
export function joined(...texts: readonly (string | MappedText)[]): MappedText {
  let text = '';
  const points: MapPoint[] = [];
  for (const each of texts.map((part) => mapped(part))) {
    const before = text.length;
    points.push(...each.points.map((point) => ({ ...point, offset: before + point.offset })));
    text += each.text;
  }
  return { text, points };
}

/** @param original where all of a text comes from */
function mapped(text: string | MappedText, original?: number): MappedText {
  if (typeof text !== 'string') return text;
  return { text, points: original === undefined ? [] : [{ offset: 0, original }] };
}

/** Without those inside of later ones. Within a stretch that is removed, parts of it can be put back. */
function outermost(replacements: readonly Replacement[]): Replacement[] {
  const found: Replacement[] = [];
  for (const each of [...replacements].sort(byStretch)) {
    const around = found.at(-1);
    if (around === undefined || around.end <= each.start) {
      found.push(each);
      continue;
    }
    if (each.end > around.end) throw new Error('two replacements overlap');
    if (each.sequence < around.sequence) continue;
    if (around.text !== '') throw new Error('replacing a part of replaced text');
    found.pop();
    const parts = [{ ...around, end: each.start }, each, { ...around, start: each.end }];
    found.push(...parts.filter(({ start, end }) => start < end));
  }
  return found;
}

/** From left to right; of several that start at one place, the longest and last first. */
function byStretch(a: Replacement, b: Replacement): number {
  return a.start - b.start || b.end - a.end || b.sequence - a.sequence;
}

/** At one position: inner ends, outer ends, outer starts, inner starts. */
function byNesting(a: Insertion, b: Insertion): number {
  if (a.position !== b.position) return a.position - b.position;
  if (a.closes !== b.closes) return a.closes ? -1 : 1;
  if (a.partner !== b.partner) return b.partner - a.partner;
  return a.closes ? b.sequence - a.sequence : a.sequence - b.sequence;
}
