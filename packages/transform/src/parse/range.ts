import type * as t from '@babel/types';

/** A stretch of the source, in UTF-16 code units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where a node stands, without the parentheses around it. */
export function rangeOf(node: t.Node): Range {
  return { start: node.start ?? 0, end: node.end ?? 0 };
}

/** Where a node starts, with the parentheses around it. */
export function startWithParentheses(node: t.Node): number {
  const parenthesis = node.extra?.parenStart;
  return typeof parenthesis === 'number' ? parenthesis : (node.start ?? 0);
}
