/**
 * A part of a program's text: a small syntax tree in which every node knows the construct that it is an example
 * of, and what may be done to it when a failing program is made smaller.
 */
export interface Piece {
  /** The construct, as the table of weights calls it; empty for what belongs to no construct. */
  readonly rule: string;
  /** Statements and items may be left out; expressions may be replaced by simpler ones. */
  readonly role: 'statement' | 'item' | 'expression' | 'fixed';
  /** How tightly an expression binds. */
  readonly shape: Shape;
  readonly parts: readonly Part[];
}

/** `a`, `a()` · `-a`, `a + b` · `a = b`, `() => a` · `a, b`. */
export type Shape = 'primary' | 'operator' | 'assignment' | 'sequence';

/** Text, a piece as an argument or initializer, a piece in another position, or a list. */
export type Part = string | Piece | Hole | List;

/** A place for an expression that may need parentheses there. */
export interface Hole {
  readonly position: 'operand' | 'object' | 'statement' | 'body';
  readonly piece: Piece;
}

/** Pieces of one kind in a row. */
export interface List {
  readonly separator: ', ' | '\n' | 'indented';
  readonly pieces: readonly Piece[];
}

/** The parts of a piece, written as a template. */
export function js(strings: TemplateStringsArray, ...values: readonly Part[]): Part[] {
  return strings.flatMap((text, i) => (i < values.length ? [text, values[i] ?? ''] : [text]));
}

export function expression(rule: string, shape: Shape, parts: readonly Part[]): Piece {
  return { rule, role: 'expression', shape, parts };
}

export function statement(rule: string, parts: readonly Part[]): Piece {
  return { rule, role: 'statement', shape: 'primary', parts };
}

/** A class member, a property, an export specifier: what a list can do without. */
export function item(rule: string, parts: readonly Part[]): Piece {
  return { rule, role: 'item', shape: 'primary', parts };
}

/** What must stay as it is, although its parts may be made smaller. */
export function fixed(rule: string, parts: readonly Part[]): Piece {
  return { rule, role: 'fixed', shape: 'primary', parts };
}

/** An expression as an operand. */
export function operand(piece: Piece): Hole {
  return { position: 'operand', piece };
}

/** An expression of which a member is taken, or which is called. */
export function object(piece: Piece): Hole {
  return { position: 'object', piece };
}

/** An expression as a statement. */
export function start(piece: Piece): Hole {
  return { position: 'statement', piece };
}

/** An expression as the body of an arrow function. */
export function body(piece: Piece): Hole {
  return { position: 'body', piece };
}

/** Statements or members on lines of their own, in braces. */
export function lines(pieces: readonly Piece[]): List {
  return { separator: 'indented', pieces };
}

/** The statements of a file. */
export function file(pieces: readonly Piece[]): List {
  return { separator: '\n', pieces };
}

export function list(pieces: readonly Piece[]): List {
  return { separator: ', ', pieces };
}

/** The text of a piece. */
export function print({ parts }: Piece): string {
  return parts.map(printPart).join('');
}

function printPart(part: Part): string {
  if (typeof part === 'string') return part;
  if ('separator' in part) return printList(part);
  const { piece, position } = 'position' in part ? part : ({ piece: part, position: 'argument' } as const);
  const text = print(piece);
  return needsParentheses(piece, text, position) ? `(${text})` : text;
}

function printList({ separator, pieces }: List): string {
  const texts = pieces.map((piece) => printPart(piece));
  if (separator !== 'indented') return texts.join(separator);
  return texts.map((text) => `\n${text}`.replaceAll('\n', '\n  ')).join('');
}

function needsParentheses(
  { role, shape }: Piece,
  text: string,
  position: Hole['position'] | 'argument',
): boolean {
  if (role !== 'expression') return false;
  if (shape === 'sequence') return position !== 'statement';
  if (position === 'operand') return shape !== 'primary';
  if (position === 'object') return shape !== 'primary' || /^(?:function|class|async|new|\d)/.test(text);
  if (position === 'body') return text.startsWith('{');
  return position === 'statement' && /^(?:\{|function|class|async|let)/.test(text);
}
