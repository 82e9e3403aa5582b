import type { File, Node } from '@babel/types';
import type { Location } from '../diagnostics/diagnostic.js';

/** What a `@photon …` comment asks of the declaration or statement below it. */
export type Directive = 'shared' | 'private' | 'once' | 'replay';

const DECLARATION = /@photon\s+(shared|private|once|replay)\b/;
const MODULE = /@photon-module\s+([\w-]+)/;

/** The directive in the comments before `node`. */
export function directiveOf(node: Node): Directive | undefined {
  const comment = node.leadingComments?.find(({ value }) => DECLARATION.test(value));
  return comment && (DECLARATION.exec(comment.value)?.[1] as Directive | undefined);
}

/** A policy that a file pins for itself. */
export interface Pin {
  readonly policy: string;
  readonly place: { readonly start?: Location; readonly end?: Location };
}

/** The policy that a `@photon-module` comment anywhere in the file pins. */
export function pinnedPolicy({ comments }: File): Pin | undefined {
  const comment = comments?.find(({ value }) => MODULE.test(value));
  const policy = comment && MODULE.exec(comment.value)?.[1];
  if (policy === undefined) return undefined;
  const { start, end } = comment?.loc ?? {};
  return { policy, place: { ...(start && { start }), ...(end && { end }) } };
}
