import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { containsAwait } from '../analyze/await.js';
import { isExportsPlace, isModuleExports } from '../analyze/exports-object.js';
import { isInert } from '../analyze/inert.js';
import { isPrototype, memberName, rootOf, withoutTypes } from '../analyze/names.js';
import { expressionOf, isResult, type Piece } from '../analyze/unit.js';
import { directiveOf } from '../parse/directives.js';
import type { Repeats, TopLevelAction, TopLevelFacts } from './actions.js';
import { isNamespaceState } from './namespace-state.js';

/** Decides what becomes of code that runs where it stands. */
export function planExecutable(path: Piece, facts: TopLevelFacts): TopLevelAction[] {
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
  const isOnce = isPinned || storesInShared(expression, facts) || decoratesShared(expression, facts);
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
    t.isAssignmentExpression(expression) &&
    facts.isIsolated(facts.unit.names.bindingOf(withoutTypes(expression.left)));
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
  const { right } = expression;
  const left = withoutTypes(expression.left);
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
  const { unit, namespaces, propertyInitializers } = facts;
  const assignments: t.AssignmentExpression[] = [];
  let value: t.Node | undefined = expression;
  for (; t.isAssignmentExpression(value, { operator: '=' }); value = value.right) assignments.push(value);
  const places = assignments
    .filter((each) => !propertyInitializers.has(each))
    .map(({ left }) => withoutTypes(left));
  const isShared = (place: t.Node) => {
    if (!t.isMemberExpression(place) || isNamespaceState(place, namespaces, unit.names)) return false;
    return startsShared(place, facts);
  };
  if (places.some((place) => isExportsPlace(place, unit))) return true;
  return places.some(isShared) && (assignments.length > 1 || places.some(isPrototype));
}

/**
 * `__decorate([logged], Pool.prototype, "add", null)`: what compilers write for the decorators of a member. Applied again,
 * they would wrap what they have made of the class, which photons share.
 */
function decoratesShared(expression: t.Expression | undefined, facts: TopLevelFacts): boolean {
  if (!t.isCallExpression(expression)) return false;
  const [decorators, target, key] = expression.arguments;
  if (!t.isArrayExpression(decorators) || target === undefined || key === undefined) return false;
  return (isPrototype(target) || namesClass(target, facts)) && startsShared(target, facts);
}

function namesClass(node: t.Node, { unit }: TopLevelFacts): boolean {
  const [declaration] = unit.names.bindingOf(node)?.declarations ?? [];
  return t.isClass(t.isVariableDeclarator(declaration?.node) ? declaration.node.init : declaration?.node);
}

/** Whether a chain of members starts with a variable that photons share. */
function startsShared(chain: t.Node, { unit, isIsolated, isImportedState }: TopLevelFacts): boolean {
  const root = rootOf(chain);
  const binding = root && unit.names.bindingOf(root);
  return root !== undefined && !isIsolated(binding) && !isImportedState(binding);
}

/** `limit = readLimit();` in a lazy module, where `const limit` was. */
function planConstant(path: Piece, facts: TopLevelFacts): TopLevelAction[] {
  const expression = path.isExpressionStatement() ? path.get('expression') : path;
  const assignment = expression as NodePath<t.AssignmentExpression>;
  if (assignment.get('left').isIdentifier()) return planOnce(assignment.get('right'), facts);
  return [{ kind: 'onceStatement', path, async: containsAwait(path) }];
}

/** An expression that runs once, unless it is inert anyway, or a class, whose parts have actions of their own. */
export function planOnce(path: NodePath<t.Expression>, { unit, touches }: TopLevelFacts): TopLevelAction[] {
  const node: t.Node | null | undefined = path.node;
  if (node == null || t.isClass(node) || (!touches(node) && isInert(node, unit))) return [];
  return [{ kind: 'once', path, async: containsAwait(path) }];
}
