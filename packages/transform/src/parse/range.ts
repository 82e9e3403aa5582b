import type * as t from '@babel/types';

/** A stretch of the source, in UTF-16 code units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where a node stands, without the parentheses around it; or where a comment does. */
export function rangeOf({ start, end }: Placed): Range {
  return { start: start ?? 0, end: end ?? 0 };
}

/** What the parser has given a place. */
interface Placed {
  readonly start?: number | null | undefined;
  readonly end?: number | null | undefined;
}

/** Whether something is inside of something else, or has the same place. */
export function contains(outer: Placed, inner: Placed): boolean {
  const [around, range] = [rangeOf(outer), rangeOf(inner)];
  return around.start <= range.start && range.end <= around.end;
}

/** Where a node starts, with the parentheses around it. */
export function startWithParentheses(node: t.Node): number {
  const parenthesis = node.extra?.parenStart;
  return typeof parenthesis === 'number' ? parenthesis : (node.start ?? 0);
}
