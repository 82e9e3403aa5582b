import type { Binding, NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import type { Activation, Activations } from './activation.js';
import { resolveBinding } from './resolve.js';

/** A reference or an assignment to a binding of interest. */
export interface Access {
  readonly path: NodePath<t.Identifier | t.JSXIdentifier>;
  readonly binding: Binding;
  readonly activation: Activation | undefined;
}

/** Visitors that leave out what only TypeScript reads. */
const SKIP_TYPES = {
  TSType: (path: NodePath) => path.skip(),
  TSTypeAnnotation: (path: NodePath) => path.skip(),
  TSTypeParameterDeclaration: (path: NodePath) => path.skip(),
  TSTypeParameterInstantiation: (path: NodePath) => path.skip(),
  TSInterfaceDeclaration: (path: NodePath) => path.skip(),
  TSTypeAliasDeclaration: (path: NodePath) => path.skip(),
  TSDeclareFunction: (path: NodePath) => path.skip(),
};

/**
 * Finds every value access to the given bindings, by identity. Declarations are no accesses, and neither are
 * export specifiers, property names and types.
 */
export function collectAccesses(
  program: NodePath<t.Program>,
  bindings: ReadonlySet<Binding>,
  activations: Activations,
): Access[] {
  const names = new Set([...bindings].map(({ identifier }) => identifier.name));
  const found: Access[] = [];
  const visit = (path: NodePath<t.Identifier | t.JSXIdentifier>) => {
    if (!names.has(path.node.name) || !isAccess(path)) return;
    const binding = resolveBinding(path, path.node.name);
    if (!binding || !bindings.has(binding) || isInnerClassName(path, binding)) return;
    found.push({ path, binding, activation: activations.around(path) });
  };
  program.traverse({ ...SKIP_TYPES, Identifier: visit, JSXIdentifier: visit });
  return found;
}

function isAccess(path: NodePath<t.Identifier | t.JSXIdentifier>): boolean {
  const { node, parent, parentPath } = path;
  if (parentPath?.isExportSpecifier() || parentPath?.isImportSpecifier()) return false;
  if (path.isJSXIdentifier()) return isJsxReference(path);
  if (parentPath?.isVariableDeclarator() && path.key === 'id') return true;
  if (isPatternTarget(path)) return true;
  return t.isReferenced(node, parent, parentPath?.parent) || isAssignmentTarget(path);
}

/** A JSX tag names a binding unless it is lower-case, as in `<div>`; in `<a.b>`, `a` names one (JSX, §2). */
function isJsxReference({ node, parent, key }: NodePath<t.JSXIdentifier>): boolean {
  if (t.isJSXMemberExpression(parent)) return key === 'object';
  const isTag = t.isJSXOpeningElement(parent) || t.isJSXClosingElement(parent);
  return isTag && /^[A-Z_$]/.test(node.name);
}

function isAssignmentTarget({ key, parentPath }: NodePath): boolean {
  if (parentPath?.isAssignmentExpression() || parentPath?.isForXStatement()) return key === 'left';
  return parentPath?.isUpdateExpression() ?? false;
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

/** Whether an access is called, as a function or as a tag: its receiver is `undefined`. */
export function isCalled({ key, parentPath }: NodePath): boolean {
  if (parentPath?.isCallExpression() || parentPath?.isOptionalCallExpression()) return key === 'callee';
  return Boolean(parentPath?.isTaggedTemplateExpression()) && key === 'tag';
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

/** Inside its body, the name of a class is a constant of its own (ECMAScript §15.7.14). */
function isInnerClassName(path: NodePath, binding: Binding): boolean {
  if (!binding.path.isClassDeclaration()) return false;
  const inClass = path.findParent((parent) => parent.node === binding.path.node);
  return inClass !== null;
}
