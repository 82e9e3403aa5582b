import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import { type Binding, constructAround, type Occurrence, type Scope } from '../scope/scope.js';
import type { Activation, Activations } from './activation.js';
import { type EvalCode, type Evals, outermost } from './eval.js';
import { isTarget } from './positions.js';

/** A place in a file, or in the code of an eval. */
export interface CodePlace {
  readonly path: NodePath;
  /** The function whose code it is. */
  readonly activation: Activation | undefined;
  readonly code: EvalCode | undefined;
}

/** A reference or an assignment to a binding of interest. */
export interface Access extends CodePlace {
  readonly path: NodePath<t.Identifier | t.JSXIdentifier>;
  readonly binding: Binding;
}

/** Every value access to the given bindings, in the order of the source. */
export function collectAccesses(
  bindings: ReadonlySet<Binding>,
  activations: Activations,
  { codes }: Evals,
): Access[] {
  const byScope = new Map(codes.map((code) => [code.names.scopes[0], code]));
  const found = [...bindings].flatMap((binding) =>
    binding.occurrences
      .filter((occurrence) => isAccess(occurrence, binding))
      .map((occurrence) => ({
        path: occurrence.path,
        binding,
        code: codes.length > 0 ? codeAround(occurrence.scope, byScope) : undefined,
      })),
  );
  return found
    .sort((a, b) => (nodeInFile(a).start ?? 0) - (nodeInFile(b).start ?? 0))
    .map((access) => ({ ...access, activation: activations.around(access.path) }));
}

function codeAround(scope: Scope, byScope: ReadonlyMap<Scope, EvalCode>): EvalCode | undefined {
  return byScope.get(scope) ?? (scope.parent && codeAround(scope.parent, byScope));
}

/** Where in the file an access is: at the call, for the code of an eval. */
export function pathInFile({ path, code }: Pick<CodePlace, 'path' | 'code'>): NodePath {
  return code ? outermost(code).call.path : path;
}

/** The node of the file that an access is at. */
export function nodeInFile(place: Pick<CodePlace, 'path' | 'code'>): t.Node {
  return pathInFile(place).node;
}

/**
 * Where the file's top-level code makes an access: at the call, for the code of an eval.
 * @returns `undefined` in functions
 */
export function topLevelPlace(place: CodePlace, activations: Activations): NodePath | undefined {
  const { path, activation, code } = place;
  if (activation !== undefined) return undefined;
  return code === undefined ? path : topLevelPlace(placeOfCall(code, activations), activations);
}

/** A `with` statement, and the code that it is in. */
interface With {
  readonly path: NodePath<t.WithStatement>;
  readonly code: EvalCode | undefined;
}

/** The outermost `with` statement in whose body a place is: names there may mean properties of its object. */
export function withAround({ path, code }: Pick<CodePlace, 'path' | 'code'>): With | undefined {
  const aroundCall = code && withAround({ path: code.call.path, code: code.host });
  if (aroundCall) return aroundCall;
  let outermost: NodePath<t.WithStatement> | undefined;
  for (let child = path; child.parentPath; child = child.parentPath) {
    if (child.key === 'body' && child.parentPath.isWithStatement()) outermost = child.parentPath;
  }
  return outermost && { path: outermost, code };
}

/** Where the code of an eval is called. */
export function placeOfCall({ call, host }: EvalCode, activations: Activations): CodePlace {
  const { path } = call;
  return { path, activation: activations.around(path), code: host };
}

/**
 * Of declarations, only those of variables can assign; export specifiers name the binding, not its value. In
 * `catch (e) { var e = 1; }`, the parameter is assigned (ECMAScript §B.3.4).
 */
function isAccess(occurrence: Occurrence, binding: Binding): boolean {
  if (occurrence.role !== 'declare') return occurrence.role !== 'export';
  const isDeclarator = constructAround(occurrence).node.type === 'VariableDeclarator';
  return isDeclarator && occurrence.scope.find(binding.name) === binding;
}

/** Whether an access assigns. */
export function isWritten(path: NodePath): boolean {
  return isInitialized(path) || isTarget(path);
}

/** Whether an access assigns without reading. */
export function isPlainlyAssigned(path: NodePath): boolean {
  const { parentPath } = path;
  if (parentPath?.isUpdateExpression()) return false;
  return isWritten(path) && (!parentPath?.isAssignmentExpression() || parentPath.node.operator === '=');
}

/** Whether `path` is declared and assigned, as in `var a = 1`, `for (var a of b)`, and by functions in the code of evals. */
function isInitialized({ key, parentPath }: NodePath): boolean {
  if (key === 'id' && parentPath?.isFunctionDeclaration()) return true;
  if (key !== 'id' || !parentPath?.isVariableDeclarator()) return false;
  return parentPath.node.init != null || Boolean(parentPath.parentPath.parentPath?.isForXStatement());
}
