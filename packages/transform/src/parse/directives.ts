import type { Comment, File, Node } from '@babel/types';

/** What a `@photon …` comment may ask of the declaration or statement below it. */
export const DIRECTIVES = ['shared', 'private', 'once', 'replay'] as const;

export type Directive = (typeof DIRECTIVES)[number];

const DECLARATION = new RegExp(`@photon\\s+(${DIRECTIVES.join('|')})\\b`);
const MODULE = /@photon-module\s+([\w-]+)/;

/** The directive in the comments before `node`. */
export function directiveOf(node: Node): Directive | undefined {
  const comment = directiveCommentOf(node);
  return comment && (DECLARATION.exec(comment.value)?.[1] as Directive | undefined);
}

/** The comment that holds it. */
export function directiveCommentOf({ leadingComments }: Node): Comment | undefined {
  return leadingComments?.find(({ value }) => DECLARATION.test(value));
}

/** A comment that starts like a directive. */
export interface DirectiveComment {
  readonly comment: Comment;
  /** What it says after `@photon`. */
  readonly word: string;
}

const START = /^[\s*]*@photon\s+([\w-]+)/;

/** All comments of a file that start like directives, known ones or not. */
export function directiveComments({ comments }: File): DirectiveComment[] {
  return (comments ?? []).flatMap((comment) => {
    const word = START.exec(comment.value)?.[1];
    return word === undefined ? [] : { comment, word };
  });
}

/** A policy that a file pins for itself. */
export interface Pin {
  readonly policy: string;
  readonly comment: Comment;
}

/** The policies that `@photon-module` comments pin, wherever they stand. The first one counts. */
export function modulePins({ comments }: File): Pin[] {
  return (comments ?? []).flatMap((comment) => {
    const policy = MODULE.exec(comment.value)?.[1];
    return policy === undefined ? [] : { policy, comment };
  });
}
