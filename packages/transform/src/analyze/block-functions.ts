import type { NodePath, Scope } from '@babel/traverse';
import type * as t from '@babel/types';

type FunctionPath = NodePath<t.FunctionDeclaration>;

/**
 * Declares the variables that sloppy functions in blocks have outside of their block: evaluating the declaration
 * assigns them (ECMAScript §B.3.2). The analyser knows the functions of the block only.
 *
 *     { function f() {} }      if (x) function f() {}      switch (x) { case 0: function f() {} }
 */
export function declareBlockFunctions(program: NodePath<t.Program>): void {
  const mayBeMentioned = (name: string) => program.scope.hasGlobal(name) || program.scope.hasGlobal('eval');
  program.traverse({
    FunctionDeclaration(path) {
      const { id } = path.node;
      const variables =
        isBlockFunction(path) && id && !path.isInStrictMode() ? scopeOutside(path) : undefined;
      if (!id || !variables || !(variables.hasOwnBinding(id.name) || mayBeMentioned(id.name))) return;
      variables.registerBinding('var', path.get('id') as NodePath, path);
      // Without braces, the analyser lacks the block in which the function sees itself.
      if (path.parentPath.isIfStatement() && !path.scope.hasOwnBinding(id.name))
        path.scope.registerBinding('local', path.get('id') as NodePath, path);
    },
  });
}

/** Whether `path` is a function declaration that is evaluated in its place in a block. */
export function isBlockFunction(path: NodePath): path is FunctionPath {
  if (!path.isFunctionDeclaration() || path.node.async || path.node.generator) return false;
  const { parentPath } = path;
  if (parentPath.isBlockStatement()) return !parentPath.parentPath.isFunction();
  return parentPath.isSwitchCase() || parentPath.isIfStatement();
}

/** The scope of the function around, if a `var` in place of the function would be allowed there. */
function scopeOutside(path: FunctionPath): Scope | undefined {
  let scope = path.parentPath.isIfStatement() ? path.scope.parent : path.scope.parent?.parent;
  while (scope && !isFunctionScope(scope)) {
    if (forbidsVariable(scope, path)) return undefined;
    scope = scope.parent;
  }
  const own = scope?.getOwnBinding(path.node.id?.name ?? '');
  return own === undefined || ['var', 'hoisted', 'local'].includes(own.kind) ? scope : undefined;
}

function isFunctionScope({ path }: Scope): boolean {
  return path.isFunction() || path.isProgram() || path.isStaticBlock();
}

/** A block with a declaration of that name does, unless it is the plain parameter of a `catch` (§B.3.4). */
function forbidsVariable(scope: Scope, path: FunctionPath): boolean {
  const own = scope.getOwnBinding(path.node.id?.name ?? '');
  if (own === undefined || own.path === path) return false;
  return !(scope.path.isCatchClause() && scope.path.node.param === own.identifier);
}
