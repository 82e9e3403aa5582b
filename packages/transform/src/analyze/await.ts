import type { NodePath } from '@babel/traverse';

/** Whether evaluating `path` awaits at top level, functions inside it left out. */
export function containsAwait(path: NodePath): boolean {
  if (path.isAwaitExpression()) return true;
  let found = false;
  const find = (inner: NodePath) => {
    found = true;
    inner.stop();
  };
  path.traverse({
    Function: (inner) => inner.skip(),
    AwaitExpression: find,
    ForOfStatement: (inner) => {
      if (inner.node.await) find(inner);
    },
    VariableDeclaration: (inner) => {
      if (inner.node.kind === 'await using') find(inner);
    },
  });
  return found || path.isForOfStatement({ await: true });
}
