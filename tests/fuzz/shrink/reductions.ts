import { expression, type Hole, type List, type Part, type Piece } from '../generate/piece.ts';
import type { Draft, Event } from '../generate/program.ts';

/**
 * Simpler programs than the given one, most simplified first: without files, events, statements and members, with
 * the inner parts of statements and expressions in their place.
 */
export function* reductions(draft: Draft): Generator<Draft> {
  const { files, events } = draft;
  for (const fewer of without(events)) if (fewer.length > 0) yield { files, events: fewer };
  for (const fewer of without(files.slice(1))) yield { files: [...files.slice(0, 1), ...fewer], events };
  for (const [i, file] of files.entries()) {
    for (const code of reducedPiece(file.code)) {
      yield { files: files.with(i, { ...file, code }), events };
    }
  }
  for (const [i, event] of events.entries()) {
    for (const reduced of reducedEvent(event)) yield { files, events: events.with(i, reduced) };
  }
}

/** A list with some of its elements left out: half of them, a quarter, …, one. */
function* without<T>(elements: readonly T[]): Generator<readonly T[]> {
  for (let size = elements.length; size > 0; size = Math.floor(size / 2)) {
    for (let from = 0; from < elements.length; from += size) {
      yield elements.toSpliced(from, size);
    }
  }
}

function* reducedEvent({ steps, together }: Event): Generator<Event> {
  for (const fewer of without(steps)) yield { steps: fewer, ...(together && { together }) };
  if (together) yield { steps };
  for (const [i, [operation, argument]] of steps.entries()) {
    if (argument > 0) yield { steps: steps.with(i, [operation, 0]), ...(together && { together }) };
  }
}

function* reducedPiece(piece: Piece): Generator<Piece> {
  for (const [i, part] of piece.parts.entries()) {
    if (typeof part === 'string') continue;
    for (const reduced of reducedPart(part)) yield { ...piece, parts: piece.parts.with(i, reduced) };
  }
}

function* reducedPart(part: Exclude<Part, string>): Generator<Part> {
  if ('separator' in part) yield* reducedList(part);
  else if ('position' in part) yield* reducedHole(part);
  else if (part.role === 'expression') yield* reducedExpression(part);
  else yield* reducedPiece(part);
}

function* reducedList(list: List): Generator<List> {
  const { pieces } = list;
  for (const fewer of without(pieces)) yield { ...list, pieces: fewer };
  for (const [i, piece] of pieces.entries()) {
    const inner = list.separator === ', ' ? [] : innerStatements(piece);
    if (inner.length > 0) yield { ...list, pieces: pieces.toSpliced(i, 1, ...inner) };
    for (const reduced of piece.role === 'expression' ? reducedExpression(piece) : reducedPiece(piece)) {
      yield { ...list, pieces: pieces.with(i, reduced) };
    }
  }
}

function* reducedHole(hole: Hole): Generator<Hole> {
  for (const piece of reducedExpression(hole.piece)) yield { ...hole, piece };
}

const ZERO = expression('', 'primary', ['0']);

function* reducedExpression(piece: Piece): Generator<Piece> {
  if (piece.parts.join() === '0') return;
  yield ZERO;
  yield* innerExpressions(piece);
  yield* reducedPiece(piece);
}

/** The outermost expressions in a piece. */
function innerExpressions({ parts }: Piece): Piece[] {
  return parts
    .flatMap((part) => childrenOf(part))
    .flatMap((child) => (child.role === 'expression' ? [child] : innerExpressions(child)));
}

/** The statements directly inside a statement. */
function innerStatements(piece: Piece): Piece[] {
  if (piece.role !== 'statement') return [];
  return piece.parts
    .flatMap((part) => childrenOf(part))
    .flatMap((child) =>
      child.role === 'statement' ? [child] : child.role === 'fixed' ? fixedStatements(child) : [],
    );
}

function fixedStatements({ parts }: Piece): Piece[] {
  return parts.flatMap((part) => childrenOf(part)).filter(({ role }) => role === 'statement');
}

function childrenOf(part: Part): readonly Piece[] {
  if (typeof part === 'string') return [];
  if ('separator' in part) return part.pieces;
  return ['position' in part ? part.piece : part];
}
