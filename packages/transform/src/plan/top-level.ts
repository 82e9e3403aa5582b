import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { containsAwait } from '../analyze/await.js';
import { isExportsPlace, isModuleExports } from '../analyze/exports-object.js';
import { isInert } from '../analyze/inert.js';
import { isPrototype, memberName, rootOf } from '../analyze/names.js';
import type { NamespaceFacts } from '../analyze/namespaces.js';
import { expressionOf, isResult, type Piece, statementOf, type Unit } from '../analyze/unit.js';
import { directiveOf } from '../parse/directives.js';
import type { Names } from '../scope/names.js';
import type { Binding, Scope } from '../scope/scope.js';
import { exportsState } from './namespace-state.js';
import type { ChangesShared } from './shared-changes.js';

/**
 * When photons run a statement again: in any case, if it touches isolated state, or only if it touches objects there.
 * What it assigns otherwise is repeated.
 */
export type Repeats = 'always' | 'ifItTouchesState' | 'ifItTouchesObjects';

/** What becomes of a piece of top-level code. `async` tells that it awaits. */
export type TopLevelAction =
  /** `let a = x`: runs for root and for each photon */
  | { readonly kind: 'init'; readonly declarator: NodePath<t.VariableDeclarator>; readonly async: boolean }
  /** `let { a, b } = x`: the same */
  | {
      readonly kind: 'initPattern';
      readonly declarator: NodePath<t.VariableDeclarator>;
      readonly async: boolean;
    }
  /** `class A {}` whose name is assigned later */
  | { readonly kind: 'initClass'; readonly path: NodePath<t.ClassDeclaration>; readonly async: boolean }
  /** `export default a`, a copy of isolated state */
  | {
      readonly kind: 'initDefault';
      readonly path: NodePath<t.ExportDefaultDeclaration>;
      readonly async: boolean;
    }
  /** a statement, or an expression in its place, that may touch isolated state */
  | {
      readonly kind: 'step';
      readonly path: Piece;
      readonly async: boolean;
      readonly repeats: Repeats;
    }
  /** a statement that must not run again */
  | { readonly kind: 'onceStatement'; readonly path: Piece; readonly async: boolean }
  /** `exports.a = a` of isolated `a`, or `exports.n = 0` where functions assign `exports.n`: an isolated property */
  | { readonly kind: 'property'; readonly path: Piece; readonly assignment: t.AssignmentExpression }
  /** an expression that must not run again */
  | { readonly kind: 'once'; readonly path: NodePath<t.Expression>; readonly async: boolean }
  /** `using a = x`: the initializer is an action of its own */
  | {
      readonly kind: 'using';
      readonly path: NodePath<t.VariableDeclaration>;
      readonly async: boolean;
    }
  /** a statement with an eval that declares variables of the module, which a closure would keep to itself */
  | { readonly kind: 'inPlace'; readonly path: NodePath<t.Statement>; readonly assigned: readonly string[] }
  /** `0 && (module.exports = { a, b })`: stays as it is, for Node to read the names of the exports in it */
  | { readonly kind: 'unreachable'; readonly path: Piece }
  /** `let a = 1, b = f()` in a namespace; if it is exported, as properties of `object` */
  | {
      readonly kind: 'namespaceVariables';
      readonly path: NodePath<t.VariableDeclaration>;
      readonly namespace: NamespaceFacts;
      readonly isExported: boolean;
    }
  /** `const { a = f() } = x`, of which more than `x` runs code */
  | {
      readonly kind: 'oncePattern';
      readonly declarator: NodePath<t.VariableDeclarator>;
      readonly async: boolean;
    };

/** What the planner of top-level code needs to know of the unit. */
export interface TopLevelFacts {
  readonly unit: Unit;
  /** The assignments that initialize shared variables from outside of the unit's code: those must not run again. */
  readonly constants: ReadonlySet<t.AssignmentExpression>;
  readonly namespaces: readonly NamespaceFacts[];
  readonly isIsolated: (binding: Binding | undefined) => boolean;
  /** The same for imports of isolated exports. */
  readonly isImportedState: (binding: Binding | undefined) => boolean;
  /** Reports a construct that cannot be rewritten. */
  readonly refuse: (node: t.Node, construct: string, alternative: string) => void;
  /** The assignments of properties that are state: `exports.n = 0`. */
  readonly propertyInitializers: ReadonlySet<t.Node>;
  /** Whether an eval in a node declares variables of the module. */
  readonly declares: (node: t.Node) => boolean;
  /** The isolated bindings that code in a node assigns, functions left out. */
  readonly assignedIn: (node: t.Node) => readonly string[];
  readonly changesShared: ChangesShared;
  /** Whether code between two nodes' ends, outside functions, touches an isolated binding directly. */
  readonly touches: (node: t.Node) => boolean;
}

/** A list of statements: those of the unit, or those of a namespace. */
interface StatementList extends TopLevelFacts {
  readonly scope: Scope;
  readonly namespace: NamespaceFacts | undefined;
}

/** Decides, statement by statement, which top-level code photons may have to run again. */
export function planTopLevel(facts: TopLevelFacts): TopLevelAction[] {
  const { unit, namespaces } = facts;
  const main = { ...facts, scope: unit.scope, namespace: undefined };
  return [
    ...unit.pieces.flatMap((piece, index, pieces) => planPiece(piece, pieces[index - 1], main)),
    ...namespaces.flatMap((namespace) => {
      const inside = { ...facts, scope: namespace.scope, namespace };
      return namespace.block.get('body').flatMap((statement) => planPiece(statement, undefined, inside));
    }),
  ];
}

/** Where isolated properties are assigned within an expression: `let n = exports.n = 0`. */
export function planPropertyAssignments(
  initializers: readonly NodePath<t.AssignmentExpression>[],
  actions: readonly TopLevelAction[],
): NodePath<t.AssignmentExpression>[] {
  const properties = new Set<t.Node>(
    actions.flatMap((action) => (action.kind === 'property' ? action.assignment : [])),
  );
  return initializers.filter(({ node }) => !properties.has(node));
}

/** @param before the piece before it: of one statement in which eval declares variables, only the first counts */
function planPiece(piece: Piece, before: Piece | undefined, facts: StatementList): TopLevelAction[] {
  const path = statementOf(piece);
  if (!path || !facts.declares(path.node))
    return piece.isStatement() ? planStatement(piece, facts) : planExecutable(piece, facts);
  if (before && statementOf(before)?.node === path.node) return [];
  return [{ kind: 'inPlace', path, assigned: facts.assignedIn(path.node) }];
}

function planStatement(statement: NodePath<t.Statement>, facts: StatementList): TopLevelAction[] {
  if (statement.isExportNamedDeclaration()) {
    const declaration = statement.get('declaration');
    return declaration.node ? planStatement(declaration as NodePath<t.Statement>, facts) : [];
  }
  if (statement.isVariableDeclaration()) return planDeclaration(statement, facts);
  if (statement.isClassDeclaration()) return planClass(statement, facts);
  if (statement.isExportDefaultDeclaration()) return planDefault(statement, facts);
  if (statement.isTSEnumDeclaration()) return planEnum(statement, facts);
  return isExecutable(statement) ? planExecutable(statement, facts) : [];
}

/** Statements that run, as opposed to declarations and what only TypeScript reads. */
export function isExecutable(statement: NodePath<t.Statement>): boolean {
  if (statement.isDeclaration() || statement.isReturnStatement() || isLabelledFunction(statement))
    return false;
  return !/^(?:TS|Import|Export)/.test(statement.type);
}

/** `label: function f() {}` declares `f` as if it had no label (ECMAScript §B.3.1). */
function isLabelledFunction(statement: NodePath<t.Statement>): boolean {
  if (!statement.isLabeledStatement()) return false;
  return statement.get('body').isFunctionDeclaration() || isLabelledFunction(statement.get('body'));
}

function planExecutable(path: Piece, facts: TopLevelFacts): TopLevelAction[] {
  const { unit, touches, constants } = facts;
  const directive = directiveOf(path.node);
  const expression = expressionOf(path);
  if (t.isAssignmentExpression(expression) && constants.has(expression)) return planConstant(path, facts);
  if (!touches(path.node) && directive !== 'replay' && isInert(path.node, unit)) return [];
  if (isUnreachable(expression)) return [{ kind: 'unreachable', path }];
  const async = containsAwait(path);
  const isPinned = directive === 'once' || directive === 'shared';
  if (isPropertyState(expression, facts) && !async && !isPinned && !isResult(path))
    return [{ kind: 'property', path, assignment: expression }];
  const isOnce = isPinned || storesInShared(expression, facts);
  if (isOnce) return [{ kind: 'onceStatement', path, async }];
  return [{ kind: 'step', path, async, repeats: repeatsOf(path, expression, facts) }];
}

/** `0 && …`, by which bundlers tell Node what a CommonJS module exports. */
function isUnreachable(expression: t.Expression | undefined): boolean {
  return (
    t.isLogicalExpression(expression, { operator: '&&' }) && t.isNumericLiteral(expression.left, { value: 0 })
  );
}

/**
 * What visibly changes shared objects must not change them again, unless photons have to run it to make objects of their
 * own. `id = registry.push(x)` is like an initializer.
 */
function repeatsOf(path: Piece, expression: t.Expression | undefined, facts: TopLevelFacts): Repeats {
  if (directiveOf(path.node) === 'replay') return 'always';
  const isInitializer =
    t.isAssignmentExpression(expression) && facts.isIsolated(facts.unit.names.bindingOf(expression.left));
  return facts.changesShared(path.node) && !isInitializer ? 'ifItTouchesObjects' : 'ifItTouchesState';
}

/**
 * Whether a piece is `exports.name = value` or the like, and the property is state: it copies isolated
 * bindings, or functions assign it.
 */
function isPropertyState(
  expression: t.Expression | undefined,
  facts: TopLevelFacts,
): expression is t.AssignmentExpression {
  if (!t.isAssignmentExpression(expression, { operator: '=' })) return false;
  const { left, right } = expression;
  if (!t.isMemberExpression(left) || memberName(left) === undefined || isPrototype(left)) return false;
  if (t.isAssignmentExpression(right) || isModuleExports(left, facts.unit)) return false;
  return copiesState(left, right, facts) || facts.propertyInitializers.has(expression);
}

function copiesState(
  { object }: t.MemberExpression,
  value: t.Expression,
  { unit, touches, isIsolated }: TopLevelFacts,
): boolean {
  if (!touches(value)) return false;
  if (isModuleExports(object, unit)) return true;
  const root = rootOf(object);
  const holder = root && unit.names.bindingOf(root);
  return holder !== undefined && holder.kind !== 'import' && !isIsolated(holder) && !touches(object);
}

/**
 * `shared.table = table = {}`: running it again would hand one photon's object to all others. It runs once, and
 * what it assigns to isolated bindings is repeated, so that both names go on meaning one object. The same goes for
 * `F.prototype = new Base()`, and for what fills the exports object. Properties that are state are no shared places.
 */
function storesInShared(expression: t.Expression | undefined, facts: TopLevelFacts): boolean {
  const { unit, isIsolated, isImportedState, propertyInitializers } = facts;
  const assignments: t.AssignmentExpression[] = [];
  let value: t.Node | undefined = expression;
  for (; t.isAssignmentExpression(value, { operator: '=' }); value = value.right) assignments.push(value);
  const places = assignments.filter((each) => !propertyInitializers.has(each)).map(({ left }) => left);
  const isShared = (place: t.Node) => {
    const root = rootOf(place);
    const binding = root && unit.names.bindingOf(root);
    return t.isMemberExpression(place) && root && !isIsolated(binding) && !isImportedState(binding);
  };
  if (places.some((place) => isExportsPlace(place, unit))) return true;
  return places.some(isShared) && (assignments.length > 1 || places.some(isPrototype));
}

/** `enum Size { small = measure() }`: an enum is a constant. */
function planEnum(path: NodePath<t.TSEnumDeclaration>, facts: TopLevelFacts): TopLevelAction[] {
  if (path.node.declare) return [];
  const members = path.get('body').get('members');
  return members.flatMap((member) => planOnce(member.get('initializer') as NodePath<t.Expression>, facts));
}

function planDeclaration(
  declaration: NodePath<t.VariableDeclaration>,
  facts: StatementList,
): TopLevelAction[] {
  const { namespace, scope, isIsolated } = facts;
  const { declare, kind } = declaration.node;
  if (declare) return [];
  const isExported = exportsState(namespace, declaration);
  const names = Object.keys(declaration.getBindingIdentifiers());
  if (namespace && (isExported || names.some((name) => isIsolated(scope.own(name)))))
    return [{ kind: 'namespaceVariables', path: declaration, namespace, isExported }];
  const actions = declaration.get('declarations').flatMap((declarator) => planDeclarator(declarator, facts));
  if (kind !== 'using' && kind !== 'await using') return actions;
  return [...actions, { kind: 'using', path: declaration, async: kind === 'await using' }];
}

function planDeclarator(declarator: NodePath<t.VariableDeclarator>, facts: StatementList): TopLevelAction[] {
  const { id, init } = declarator.node;
  const [name = ''] = Object.keys(t.getBindingIdentifiers(id));
  const async = containsAwait(declarator);
  const { kind } = declarator.parent as t.VariableDeclaration;
  if (facts.isIsolated(facts.scope.own(name))) {
    if (kind === 'var' && init == null) return [];
    return [{ kind: t.isIdentifier(id) ? 'init' : 'initPattern', declarator, async }];
  }
  if (!t.isIdentifier(id) && !isPlainPattern(declarator.node, facts))
    return [{ kind: 'oncePattern', declarator, async }];
  return planOnce(declarator.get('init') as NodePath<t.Expression>, facts);
}

/** `limit = readLimit();` in a lazy module, where `const limit` was. */
function planConstant(path: Piece, facts: TopLevelFacts): TopLevelAction[] {
  const expression = path.isExpressionStatement() ? path.get('expression') : path;
  const assignment = expression as NodePath<t.AssignmentExpression>;
  if (assignment.get('left').isIdentifier()) return planOnce(assignment.get('right'), facts);
  return [{ kind: 'onceStatement', path, async: containsAwait(path) }];
}

/** An expression that runs once, unless it is inert anyway. */
function planOnce(path: NodePath<t.Expression>, { unit, touches }: TopLevelFacts): TopLevelAction[] {
  const node: t.Node | null | undefined = path.node;
  if (node == null || (!touches(node) && isInert(node, unit))) return [];
  return [{ kind: 'once', path, async: containsAwait(path) }];
}

/** Whether destructuring runs no code: `const { join } = require('path')`. Getters and iterators are code. */
function isPlainPattern({ id, init }: t.VariableDeclarator, { unit, touches }: TopLevelFacts): boolean {
  if (!t.isObjectPattern(id) || !init || touches(id) || !isInert(init, unit)) return false;
  return id.properties.every(
    (property) => t.isObjectProperty(property) && !property.computed && t.isIdentifier(property.value),
  );
}

function planClass(path: NodePath<t.ClassDeclaration>, facts: StatementList): TopLevelAction[] {
  const { id } = path.node;
  const isIsolated = facts.isIsolated(id ? facts.scope.own(id.name) : undefined);
  return isIsolated ? [{ kind: 'initClass', path, async: containsAwait(path) }] : [];
}

function planDefault(path: NodePath<t.ExportDefaultDeclaration>, facts: StatementList): TopLevelAction[] {
  const declaration = path.get('declaration');
  if (declaration.isClassDeclaration()) return planClass(declaration, facts);
  if (!declaration.isExpression()) return [];
  const isState = (binding: Binding | undefined) =>
    facts.isIsolated(binding) || facts.isImportedState(binding);
  if (isDefaultOfState(declaration, facts.unit.names, isState))
    return [{ kind: 'initDefault', path, async: containsAwait(path) }];
  return planOnce(declaration, facts);
}

/** Whether `export default` copies the value of an isolated binding. */
export function isDefaultOfState(
  expression: NodePath<t.Expression>,
  names: Names,
  isState: (binding: Binding | undefined) => boolean,
): boolean {
  return expression.isIdentifier() && isState(names.bindingOf(expression.node));
}
