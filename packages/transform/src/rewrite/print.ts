import { encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';
import type { Range } from '../parse/range.js';
import { endsLine, LineTable } from './lines.js';

/** A source map of version 3 (ECMA-426), as plain data. */
export interface SourceMap {
  readonly version: 3;
  /** The file; then, if there is any, what stands for code that is not in it. */
  readonly sources: string[];
  readonly sourcesContent: string[];
  readonly names: string[];
  readonly mappings: string;
  /** Sources that debuggers step over and hide from stack traces. */
  readonly ignoreList?: number[];
}

/** The source that generated code is mapped to, where it stands for nothing in the file. */
export const GENERATED_SOURCE = 'photonize:generated';
const GENERATED_CONTENT = '// Code that photonize has added.\n';

/** A place in generated text that comes from a place in the source. */
export interface MapPoint {
  /** In the text. */
  readonly offset: number;
  /** In the source. */
  readonly original: number;
  /** What is called otherwise in the source. */
  readonly name?: string;
}

/** A part of the result: a stretch of the source, or text. */
export type Piece = Range | { readonly text: string; readonly points: readonly MapPoint[] };

/**
 * Prints the result and its map. Whatever a stack trace or a debugger could tell apart has a segment of its own:
 * each word and each punctuator, but comments as a whole.
 *
 * @param comments those of the source, from left to right
 * @param calls opening parentheses of calls that are shown elsewhere
 */
export function print(
  source: string,
  comments: readonly Range[],
  filename: string,
  pieces: Iterable<Piece>,
  calls: ReadonlyMap<number, number>,
): { code: string; map: SourceMap } {
  const printer = new Printer(source, comments, calls);
  for (const piece of pieces) {
    if ('text' in piece) printer.add(piece.text, piece.points);
    else printer.keep(piece.start, piece.end);
  }
  return { code: printer.code, map: printer.map(filename) };
}

const FILE = 0;
const GENERATED = 1;
const OPENING_PARENTHESIS = 40;

class Printer {
  readonly #source: string;
  readonly #lines: LineTable;
  readonly #comments: readonly Range[];
  /** The first comment that has not been passed. */
  #comment = 0;
  readonly #calls: ReadonlyMap<number, number>;
  readonly #texts: string[] = [];
  #segments: SourceMapSegment[] = [];
  readonly #mappings: SourceMapSegment[][] = [this.#segments];
  #column = 0;
  readonly #names = new Map<string, number>();
  #hasGenerated = false;

  constructor(source: string, comments: readonly Range[], calls: ReadonlyMap<number, number>) {
    this.#source = source;
    this.#lines = new LineTable(source);
    this.#comments = comments;
    this.#calls = calls;
  }

  get code(): string {
    return this.#texts.join('');
  }

  map(filename: string): SourceMap {
    return {
      version: 3,
      sources: this.#hasGenerated ? [filename, GENERATED_SOURCE] : [filename],
      sourcesContent: this.#hasGenerated ? [this.#source, GENERATED_CONTENT] : [this.#source],
      names: [...this.#names.keys()],
      mappings: encode(this.#mappings),
      ...(this.#hasGenerated && { ignoreList: [GENERATED] }),
    };
  }

  /** A stretch of the source as it is. */
  keep(start: number, end: number): void {
    const source = this.#source;
    let line = this.#lines.lineAt(start);
    let lineStart = this.#lines.startOf(line);
    let inWord = false;
    for (let i = start; i < end; i++) {
      const code = source.charCodeAt(i);
      if ((code <= CARRIAGE_RETURN || code >= LINE_SEPARATOR) && endsLine(source, i)) {
        this.#startLine();
        line++;
        lineStart = i + 1;
        inWord = false;
        continue;
      }
      const isWord = isWordCharacter(code);
      const isShown = !(isWord && inWord) && code !== SPACE && !this.#isInComment(i);
      if (isShown) this.#segment(i, line, i - lineStart, code);
      inWord = isWord;
      this.#column++;
    }
    this.#texts.push(source.slice(start, end));
  }

  /** Whether something is after the start of a comment. Asked from left to right. */
  #isInComment(offset: number): boolean {
    for (; ; this.#comment++) {
      const comment = this.#comments[this.#comment];
      if (comment === undefined || offset <= comment.start) return false;
      if (offset < comment.end) return true;
    }
  }

  #segment(offset: number, line: number, column: number, code: number): void {
    const shown = code === OPENING_PARENTHESIS ? this.#calls.get(offset) : undefined;
    if (shown === undefined) this.#segments.push([this.#column, FILE, line, column]);
    else this.#point(shown);
  }

  /**
   * Text that is not in the source.
   * @param points where parts of it come from nevertheless, in their order; without any it is marked as generated
   */
  add(text: string, points: readonly MapPoint[]): void {
    if (text === '') return;
    let next = 0;
    let from: MapPoint | undefined;
    for (let i = 0, isStart = true; i < text.length; i++) {
      if (points[next]?.offset === i) {
        from = points[next++];
        isStart = true;
      }
      if (isStart) this.#mark(from);
      isStart = endsLine(text, i);
      this.#column++;
      if (isStart) this.#startLine();
    }
    this.#texts.push(text);
  }

  #mark(from: MapPoint | undefined): void {
    if (from) {
      this.#point(from.original, from.name);
      return;
    }
    this.#hasGenerated = true;
    this.#segments.push([this.#column, GENERATED, 0, 0]);
  }

  #point(original: number, name?: string): void {
    const line = this.#lines.lineAt(original);
    const column = original - this.#lines.startOf(line);
    if (name === undefined) this.#segments.push([this.#column, FILE, line, column]);
    else this.#segments.push([this.#column, FILE, line, column, this.#nameIndex(name)]);
  }

  #nameIndex(name: string): number {
    const index = this.#names.get(name) ?? this.#names.size;
    this.#names.set(name, index);
    return index;
  }

  #startLine(): void {
    this.#segments = [];
    this.#mappings.push(this.#segments);
    this.#column = 0;
  }
}

const SPACE = 32;
const CARRIAGE_RETURN = 13;
const LINE_SEPARATOR = 0x2028;

/** Of ASCII words. Other characters are on their own. */
function isWordCharacter(code: number): boolean {
  return (code > 47 && code < 58) || (code > 64 && code < 91) || (code > 96 && code < 123) || code === 95;
}
