import * as t from '@babel/types';
import { parse } from '../../src/parse/parse.js';

/** Where an identifier stands: line from 1, column from 0. */
export interface Place {
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

/** All identifiers of a source, property names and types included. */
export function identifiersOf(source: string, filename: string): Place[] {
  const found: Place[] = [];
  const seen = new Set<string>();
  t.traverseFast(parse(source, filename).ast, (node) => {
    if (!t.isIdentifier(node) && !t.isJSXIdentifier(node)) return;
    const { line = 0, column = 0 } = node.loc?.start ?? {};
    const key = `${node.name} ${line}:${column}`;
    if (!seen.has(key)) found.push({ name: node.name, line, column });
    seen.add(key);
  });
  return found;
}
