import * as t from '@babel/types';
import { someOwn } from './own-code.js';

/** Whether evaluating a path awaits at top level, functions inside it left out. */
export function containsAwait({ node }: { readonly node: t.Node | null }): boolean {
  return someOwn(node, awaits);
}

function awaits(node: t.Node): boolean {
  if (t.isForOfStatement(node)) return node.await;
  return t.isAwaitExpression(node) || t.isVariableDeclaration(node, { kind: 'await using' });
}

/** The operand of `await x`, if nothing in it awaits. */
export function onlyAwaited(node: t.Node): t.Expression | undefined {
  if (!t.isAwaitExpression(node)) return undefined;
  const { argument } = node;
  return containsAwait({ node: argument }) ? undefined : argument;
}
