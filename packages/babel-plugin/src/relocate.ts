import { LineTable } from '@photonize/transform';
import type { File, Types } from './babel.js';
import { type Edited, type Origin, Origins } from './origins.js';

/** What the parser notes about the place of a node, a comment or a token. */
interface Located {
  start?: number | null;
  end?: number | null;
  loc?: Place | null;
}

interface Place {
  start: Position;
  end: Position;
  filename: string | undefined;
  identifierName: string | null | undefined;
}

/** Line from 1, column from 0, offset from 0. */
interface Position {
  line: number;
  column: number;
  index: number;
}

/**
 * Gives the nodes of edited code the places that they had in the original. Inserted ones have none, like those that
 * plugins make, so that source maps, coverage and code frames pass over them.
 *
 * @param ast the edited code's tree
 * @param first where the original begins, if it is a part of something
 */
export function relocate(ast: File, edited: Edited, first: Position, types: Types): void {
  const origins = new Origins(edited);
  const lines = new LineTable(edited.original);
  const positionAt = (offset: number): Position => {
    const line = lines.lineAt(offset);
    const column = offset - lines.startOf(line) + (line === 0 ? first.column : 0);
    return { line: first.line + line, column, index: first.index + offset };
  };
  const place = (located: Located, origin: Origin | undefined): void => {
    const start = origin && positionAt(origin.start);
    const end = origin && positionAt(origin.end);
    // The object may belong to several nodes.
    const { filename, identifierName } = located.loc ?? {};
    const name = identifierName && (origin?.name ?? identifierName);
    located.loc = start && end ? { filename, identifierName: name, start, end } : null;
    located.start = start?.index ?? null;
    located.end = end?.index ?? null;
  };
  const found = originsIn(ast, origins, types);
  found.set(ast, { start: 0, end: edited.original.length, name: undefined });
  found.set(ast.program, { start: 0, end: edited.original.length, name: undefined });
  for (const [located, origin] of found) place(located, origin);
}

/** Where everything in a tree comes from that has a place. */
function originsIn(ast: File, origins: Origins, types: Types): Map<Located, Origin | undefined> {
  const found = new Map<Located, Origin | undefined>();
  const add = (located: Located): void => {
    const { start, end } = located;
    if (start != null && end != null && !found.has(located)) found.set(located, origins.of(start, end));
  };
  for (const comment of ast.comments ?? []) add(comment);
  for (const token of (ast.tokens ?? []) as Located[]) add(token);
  types.traverseFast(ast, (node) => {
    add(node);
    if (!types.isCallExpression(node)) return;
    // The generator prints parentheses where their callee ends.
    const call = origins.ofCall((node.typeArguments ?? node.callee).end ?? 0);
    if (call !== undefined) found.set(node.callee, { start: call, end: call, name: undefined });
  });
  return found;
}
