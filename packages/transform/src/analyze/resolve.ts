import type { Binding, NodePath, Scope } from '@babel/traverse';

/**
 * The binding that a name means at `path`, where several scopes of the language share one of the analyser's:
 * the parameters of a function do not see the variables of its body (ECMAScript §10.2.11), and neither do the
 * discriminant of a `switch` its cases' declarations, the parameter of a `catch` those of its block, nor a class in
 * a computed key itself.
 */
export function resolveBinding(path: NodePath, name: string): Binding | undefined {
  for (let scope: Scope | undefined = path.scope; scope; scope = scope.parent) {
    const own = scope.getOwnBinding(name);
    if (own && isVisible(own, path, scope.path)) return own;
    if (name === 'arguments' && hasArguments(scope.path)) return undefined;
  }
  return undefined;
}

/** Functions have `arguments` of their own, arrow functions excepted (ECMAScript §10.2.11). */
function hasArguments(owner: NodePath): boolean {
  return owner.isFunction() && !owner.isArrowFunctionExpression();
}

function isVisible(binding: Binding, path: NodePath, owner: NodePath): boolean {
  if (owner.isCatchClause()) return childOf(owner, path)?.key !== 'param' || binding.path === owner;
  if (owner.isSwitchStatement()) return childOf(owner, path)?.key !== 'discriminant';
  if (!owner.isFunction() || childOf(owner, path)?.listKey !== 'params') return true;
  return binding.kind === 'param' || binding.kind === 'local';
}

function childOf(owner: NodePath, path: NodePath): NodePath | null {
  return path.find(({ parentPath }) => parentPath === owner);
}
