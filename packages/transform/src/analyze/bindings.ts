import type { Binding, NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { type Directive, directiveOf } from '../parse/directives.js';
import { isBlockFunction } from './block-functions.js';
import { isOwnVariable, type Unit } from './unit.js';

/** How a module-level binding was declared. */
export type BindingKind = 'let' | 'var' | 'const' | 'function' | 'class' | 'import' | 'other';

/** What is known of one module-level binding. */
export interface BindingFacts {
  readonly binding: Binding;
  readonly name: string;
  readonly kind: BindingKind;
  /** Its declarators; several for a `var` that is declared again. */
  readonly declarators: readonly NodePath<t.VariableDeclarator>[];
  /** Whether it is assigned other than by the one declaration that initializes it. */
  readonly reassigned: boolean;
  /** The one expression that initializes it, if there is one and it is not destructured. */
  readonly initializer: t.Expression | undefined;
  /** Those of its declarators that stand inside a block, a loop head or the like. */
  readonly nested: readonly NodePath<t.VariableDeclarator>[];
  /** The functions in blocks that assign it when they are evaluated (ECMAScript §B.3.2). */
  readonly blockFunctions: readonly NodePath<t.FunctionDeclaration>[];
  /** Whether it is nested, and nothing but the top-level statement around it uses it, functions included. */
  readonly isStatementLocal: boolean;
  readonly directive: Directive | undefined;
  /** Whether the unit's top-level code hands its value to `module.exports`. */
  readonly isExportsObject: boolean;
}

/**
 * The facts of all bindings of a unit.
 * @param typedTargets bindings that are assigned through TypeScript assertions
 */
export function bindingFacts(unit: Unit, typedTargets: ReadonlySet<Binding>): BindingFacts[] {
  const declarators = collectDeclarators(unit);
  return Object.values(unit.scope.bindings)
    .filter((binding) => binding.kind !== 'param')
    .map((binding) => {
      const facts = factsOf(binding, unit, declarators.get(binding) ?? []);
      return typedTargets.has(binding) ? { ...facts, reassigned: true } : facts;
    });
}

function factsOf(binding: Binding, unit: Unit, declarators: NodePath<t.VariableDeclarator>[]): BindingFacts {
  const kind = kindOf(binding);
  const [only] = declarators;
  const nested = declarators.filter((declarator) => !isTopLevel(declarator, unit));
  const blockFunctions = declarationsOf(binding).filter(isBlockFunction);
  const single = declarators.length === 1 && only !== undefined && t.isIdentifier(only.node.id);
  return {
    binding,
    name: binding.identifier.name,
    kind,
    declarators,
    reassigned: nested.length > 0 || blockFunctions.length > 0 || isReassigned(binding, kind),
    initializer: single ? (only.node.init ?? undefined) : undefined,
    nested,
    blockFunctions,
    isStatementLocal: nested.length > 0 && isStatementLocal(binding, declarators, unit),
    directive: directiveOf(declarationStatement(binding.path).node),
    isExportsObject: binding.referencePaths.some((reference) => isAssignedToExports(reference, unit)),
  };
}

function kindOf(binding: Binding): BindingKind {
  const { kind, path } = binding;
  if (path.isImportSpecifier() || path.isImportDefaultSpecifier() || path.isImportNamespaceSpecifier())
    return 'import';
  // `var f; function f() {}` is a function from the start.
  if (declarationsOf(binding).some(isHoistedFunction)) return 'function';
  if (path.isClassDeclaration()) return 'class';
  if (isBlockFunction(path)) return 'var';
  if (!path.isVariableDeclarator()) return 'other';
  const { declare } = path.parent as t.VariableDeclaration;
  if (declare) return 'other';
  return kind === 'let' || kind === 'var' ? kind : 'const';
}

/** What declares or assigns a binding. */
function declarationsOf({ path, constantViolations }: Binding): NodePath[] {
  return [...new Set([path, ...constantViolations])];
}

/** Whether `path` declares a function that exists before any code of its scope runs. */
function isHoistedFunction(path: NodePath): boolean {
  return path.isFunctionDeclaration() && !isBlockFunction(path);
}

/** Two functions of one name are one declaration: the last wins before any code runs (ECMAScript §10.2.11). */
function isReassigned({ constantViolations }: Binding, kind: BindingKind): boolean {
  if (kind !== 'function') return constantViolations.length > 0;
  return constantViolations.some((violation) => !isHoistedFunction(violation));
}

function isStatementLocal(binding: Binding, declarators: readonly NodePath[], unit: Unit): boolean {
  const uses = [...declarators, ...binding.referencePaths, ...binding.constantViolations];
  const statements = new Set(uses.map((use) => topLevelStatementOf(use, unit)));
  return statements.size === 1 && !statements.has(undefined);
}

/** The top-level statement that `path` is part of, or `undefined` if a function stands between. */
function topLevelStatementOf(path: NodePath, unit: Unit): NodePath | undefined {
  let current: NodePath = path;
  while (current.parentPath && current.parentPath !== unit.block) {
    if (current.isFunction() || current.isClass()) return undefined;
    current = current.parentPath;
  }
  return current;
}

/** All `var` declarators of a unit, wherever they stand, and its top-level `let`s and `const`s. */
function collectDeclarators(unit: Unit): Map<Binding, NodePath<t.VariableDeclarator>[]> {
  const found = new Map<Binding, NodePath<t.VariableDeclarator>[]>();
  unit.block.traverse({
    Function: (path) => path.skip(),
    Class: (path) => path.skip(),
    VariableDeclarator(path) {
      for (const name of Object.keys(t.getBindingIdentifiers(path.node.id))) {
        const binding = path.scope.getBinding(name);
        if (binding?.scope !== unit.scope) continue;
        const known = found.get(binding);
        if (known) known.push(path);
        else found.set(binding, [path]);
      }
    },
  });
  return found;
}

/** Whether a declarator stands directly among the unit's statements. */
export function isTopLevel(declarator: NodePath<t.VariableDeclarator>, unit: Unit): boolean {
  const statement = declarationStatement(declarator);
  return statement.parentPath === unit.block && statement.listKey === 'body';
}

/** The statement that holds a declaration, `export` included. */
function declarationStatement(path: NodePath): NodePath {
  let statement: NodePath = path.isVariableDeclarator() && path.parentPath ? path.parentPath : path;
  const { parentPath } = statement;
  if (parentPath?.isExportNamedDeclaration() || parentPath?.isExportDefaultDeclaration())
    statement = parentPath;
  return statement;
}

function isAssignedToExports(reference: NodePath, unit: Unit): boolean {
  if (reference.parentPath?.isTSExportAssignment()) return true;
  let value: NodePath | null = reference;
  while (value?.parentPath?.isAssignmentExpression({ operator: '=' }) && value.key === 'right') {
    value = value.parentPath as NodePath;
    if (isModuleExports((value.node as t.AssignmentExpression).left, unit)) return true;
  }
  return false;
}

/** Whether `node` is `module.exports`, or `exports` itself. */
export function isModuleExports(node: t.Node, unit: Unit): boolean {
  if (isOwnVariable(node, 'exports', unit)) return true;
  return (
    t.isMemberExpression(node, { computed: false }) &&
    isOwnVariable(node.object, 'module', unit) &&
    t.isIdentifier(node.property, { name: 'exports' })
  );
}

/** Whether `node` names a place in the exports object, such as `exports.a` and `module.exports.a.b`. */
export function isExportsPlace(node: t.Node, unit: Unit): boolean {
  if (isModuleExports(node, unit)) return true;
  return t.isMemberExpression(node) && isExportsPlace(node.object, unit);
}

/** Whether `statement` only fills the exports object, which holds constants as far as this policy goes. */
export function isExportsStatement(statement: t.Node, unit: Unit): boolean {
  if (!t.isExpressionStatement(statement)) return false;
  const { expression } = statement;
  return t.isAssignmentExpression(expression, { operator: '=' }) && isExportsPlace(expression.left, unit);
}
