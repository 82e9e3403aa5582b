import MagicString from 'magic-string';

/** A source map of version 3 (ECMA-426), as plain data. */
export interface SourceMap {
  readonly version: 3;
  readonly sources: string[];
  readonly sourcesContent: string[];
  readonly names: string[];
  readonly mappings: string;
}

interface Insertion {
  readonly position: number;
  readonly text: string;
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
  readonly #text: MagicString;
  readonly #insertions: Insertion[] = [];

  constructor(source: string) {
    this.#source = source;
    this.#text = new MagicString(source);
  }

  /** Puts `before` and `after` around a stretch. */
  wrap(start: number, end: number, before: string, after: string): void {
    const sequence = this.#insertions.length;
    this.#insertions.push({ position: start, text: before, closes: false, partner: end, sequence });
    this.#insertions.push({ position: end, text: after, closes: true, partner: start, sequence });
  }

  /** Inserts text before whatever is wrapped at `position`. */
  insert(position: number, text: string): void {
    const sequence = this.#insertions.length;
    this.#insertions.push({ position, text, closes: false, partner: Number.POSITIVE_INFINITY, sequence });
  }

  /** Inserts text before everything else at `position`, what ends there excepted. */
  insertFirst(position: number, text: string): void {
    this.#insertions.push({ position, text, closes: false, partner: Number.POSITIVE_INFINITY, sequence: -1 });
  }

  /** Whether nothing has been recorded. */
  get isEmpty(): boolean {
    return this.#insertions.length === 0 && !this.#text.hasChanged();
  }

  /** Replaces a stretch; its start keeps its place in the source map. */
  replace(start: number, end: number, text: string): void {
    if (text === '') this.#text.remove(start, end);
    else this.#text.update(start, end, text);
  }

  /** The text of a stretch of the source, without edits. */
  original(start: number, end: number): string {
    return this.#source.slice(start, end);
  }

  /** The edited text and its map. */
  finish(filename: string): { code: string; map: SourceMap } {
    for (const { position, text } of this.#insertions.sort(byNesting)) this.#text.appendLeft(position, text);
    const { mappings } = this.#text.generateMap({ hires: 'boundary' });
    const map: SourceMap = {
      version: 3,
      sources: [filename],
      sourcesContent: [this.#source],
      names: [],
      mappings,
    };
    return { code: this.#text.toString(), map };
  }
}

/** At one position: inner ends, outer ends, outer starts, inner starts. */
function byNesting(a: Insertion, b: Insertion): number {
  if (a.position !== b.position) return a.position - b.position;
  if (a.closes !== b.closes) return a.closes ? -1 : 1;
  if (a.partner !== b.partner) return b.partner - a.partner;
  return a.closes ? b.sequence - a.sequence : a.sequence - b.sequence;
}
