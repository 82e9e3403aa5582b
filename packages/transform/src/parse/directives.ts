import type { Comment, File, Node } from '@babel/types';

/** What a `@photon …` comment asks of the declaration or statement below it. */
export type Directive = 'shared' | 'private' | 'once' | 'replay';

const DECLARATION = /@photon\s+(shared|private|once|replay)\b/;
const MODULE = /@photon-module\s+([\w-]+)/;

/** The directive in the comments before `node`. */
export function directiveOf(node: Node): Directive | undefined {
  return firstMatch(node.leadingComments, DECLARATION) as Directive | undefined;
}

/** The policy that a `@photon-module` comment anywhere in the file pins. */
export function pinnedPolicy(ast: File): string | undefined {
  return firstMatch(ast.comments, MODULE);
}

function firstMatch(comments: readonly Comment[] | null | undefined, pattern: RegExp): string | undefined {
  for (const { value } of comments ?? []) {
    const match = pattern.exec(value);
    if (match) return match[1];
  }
  return undefined;
}
