import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';

/** Whether evaluating `path` awaits at top level, functions inside it left out. */
export function containsAwait({ node }: NodePath<t.Node | null>): boolean {
  return t.traverseFast(node, (inner) => {
    if (t.isFunction(inner)) return t.traverseFast.skip;
    return awaits(inner) ? t.traverseFast.stop : undefined;
  });
}

function awaits(node: t.Node): boolean {
  if (t.isForOfStatement(node)) return node.await;
  return t.isAwaitExpression(node) || t.isVariableDeclaration(node, { kind: 'await using' });
}
