import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { containsAwait } from '../analyze/await.js';
import { isPlainPattern } from '../analyze/constancy.js';
import { isInert } from '../analyze/inert.js';
import { type Piece, statementOf } from '../analyze/unit.js';
import type { StatementList, TopLevelAction, TopLevelFacts } from './actions.js';
import { planExecutable, planOnce } from './executables.js';
import { exportsState } from './namespace-state.js';

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
  if (!t.isIdentifier(id) && !runsNoCode(declarator.node, facts))
    return [{ kind: 'oncePattern', declarator, async }];
  return planOnce(declarator.get('init') as NodePath<t.Expression>, facts);
}

/** Whether destructuring runs no code: `const { join } = require('path')`. Getters and iterators are code. */
function runsNoCode({ id, init }: t.VariableDeclarator, { unit, touches }: TopLevelFacts): boolean {
  return isPlainPattern(id) && !touches(id) && init != null && isInert(init, unit);
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
  if (facts.isolatesDefault) return [{ kind: 'initDefault', path, async: containsAwait(path) }];
  return planOnce(declaration, facts);
}
