import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import type { Binding, Occurrence } from '../scope/scope.js';
import { constructAround } from '../scope/scope.js';
import type { Activation, Activations } from './activation.js';

/** A reference or an assignment to a binding of interest. */
export interface Access {
  readonly path: NodePath<t.Identifier | t.JSXIdentifier>;
  readonly binding: Binding;
  readonly activation: Activation | undefined;
}

/** Every value access to the given bindings, in the order of the source. */
export function collectAccesses(bindings: ReadonlySet<Binding>, activations: Activations): Access[] {
  const found = [...bindings].flatMap((binding) =>
    binding.occurrences.filter(isAccess).map(({ path }) => ({ path, binding })),
  );
  return found
    .sort((a, b) => (a.path.node.start ?? 0) - (b.path.node.start ?? 0))
    .map((access) => ({ ...access, activation: activations.around(access.path) }));
}

/** Of declarations, only those of variables can assign; export specifiers name the binding, not its value. */
function isAccess(occurrence: Occurrence): boolean {
  if (occurrence.role !== 'declare') return occurrence.role !== 'export';
  return constructAround(occurrence).node.type === 'VariableDeclarator';
}

/** Whether an access assigns. */
export function isWritten(path: NodePath): boolean {
  return isInitialized(path) || isAssignmentTarget(path) || isPatternTarget(path);
}

/** Whether an access assigns without reading. */
export function isPlainlyAssigned(path: NodePath): boolean {
  const { parentPath } = path;
  if (parentPath?.isUpdateExpression()) return false;
  return isWritten(path) && (!parentPath?.isAssignmentExpression() || parentPath.node.operator === '=');
}

/** Whether `path` is declared and assigned, as in `var a = 1` and `for (var a of b)`. */
function isInitialized({ key, parentPath }: NodePath): boolean {
  if (key !== 'id' || !parentPath?.isVariableDeclarator()) return false;
  return parentPath.node.init != null || Boolean(parentPath.parentPath.parentPath?.isForXStatement());
}

function isAssignmentTarget({ key, parentPath }: NodePath): boolean {
  if (parentPath?.isAssignmentExpression() || parentPath?.isForXStatement()) return key === 'left';
  return parentPath?.isUpdateExpression() ?? false;
}

/** Whether an identifier is a leaf of a pattern, in a declaration or an assignment. */
function isPatternTarget({ key, listKey, parentPath }: NodePath): boolean {
  if (parentPath?.isArrayPattern()) return listKey === 'elements';
  if (parentPath?.isRestElement()) return true;
  if (parentPath?.isAssignmentPattern()) return key === 'left';
  return Boolean(
    parentPath?.isObjectProperty() && key === 'value' && parentPath.parentPath.isObjectPattern(),
  );
}

/** Whether an access is called, as a function or as a tag: its receiver is `undefined`. */
export function isCalled({ key, parentPath }: NodePath): boolean {
  if (parentPath?.isCallExpression() || parentPath?.isOptionalCallExpression()) return key === 'callee';
  return Boolean(parentPath?.isTaggedTemplateExpression()) && key === 'tag';
}
