import * as t from '@babel/types';
import type { UnitFacts } from '../analyze/analyze.js';
import { setsStateProperty } from '../analyze/assigned-properties.js';
import type { BindingFacts } from '../analyze/bindings.js';
import { mayChangeProperties } from '../analyze/changed-functions.js';
import { type IsShared, isSameByConstruction, takesSame } from '../analyze/constancy.js';
import { rootOf } from '../analyze/names.js';
import { someOwn } from '../analyze/own-code.js';
import { isReadOnly } from '../analyze/read-only.js';
import { replacementOf } from '../analyze/self-replacing.js';
import { statementsOf, type Unit } from '../analyze/unit.js';
import type { Policy, ResolvedOptions } from '../options.js';
import type { Place } from '../scope/place.js';
import type { Binding } from '../scope/scope.js';
import { isInstance } from './instance.js';
import { isNamespaceState } from './namespace-state.js';
import type { Fate, Reason } from './plan.js';

/** A decision and its reason. */
export interface Verdict {
  readonly fate: Fate;
  readonly reason: Reason;
}

const shared = (reason: Reason): Verdict => ({ fate: 'shared', reason });
const isolated = (reason: Reason): Verdict => ({ fate: 'isolated', reason });

/** What was decided about the bindings of a unit. */
export interface UnitFates {
  readonly facts: UnitFacts;
  readonly verdicts: ReadonlyMap<BindingFacts, Verdict>;
  readonly isolated: ReadonlyMap<Binding, BindingFacts>;
  /** Whether each photon has a default export of its own that is no binding: `export default new Store()`. */
  readonly isolatesDefault: boolean;
}

/**
 * Decides the fate of each binding of a unit. What is not `const`, and under policy `strict` also what is, is isolated,
 * unless nobody could observe that it is shared.
 *
 * @param importedState names for isolated exports of other modules: what copies their values is not constant
 */
export function unitFates(
  unitFacts: UnitFacts,
  options: ResolvedOptions,
  importedState: ReadonlySet<Binding>,
): UnitFates {
  const { policy } = options;
  const { unit, bindings: facts, hasLostConsts, namespaces } = unitFacts;
  const verdicts = new Map<BindingFacts, Verdict>();
  if (isInstance(unit, options))
    return {
      facts: unitFacts,
      verdicts: new Map(facts.map((fact) => [fact, isolated('instance')])),
      isolated: new Map(),
      isolatesDefault: false,
    };
  const byBinding = new Map(facts.map((fact) => [fact.binding, fact]));

  const isShared = (name: t.Identifier): boolean => {
    const binding = unit.names.bindingOf(name);
    const fact = binding && byBinding.get(binding);
    if (binding === undefined) return true;
    return fact !== undefined && !importedState.has(binding) && verdictOf(fact).fate === 'shared';
  };

  const isIsolated = (binding: Binding): boolean => {
    const fact = byBinding.get(binding);
    return fact !== undefined && verdictOf(fact).fate === 'isolated';
  };

  const isBaseIsolated = (base: Binding): boolean =>
    isIsolated(base) || (policy === 'strict' && importedState.has(base));

  const mayBeState = (binding: Binding): boolean =>
    isIsolated(binding) || importedState.has(binding) || binding.declarations.some(isNamespaceOrClass);

  const setsState = (assignment: t.AssignmentExpression): boolean =>
    setsStateProperty(assignment, unit) || isNamespaceState(assignment.left, namespaces, unit.names);

  const verdictOf = (fact: BindingFacts): Verdict => {
    let verdict = verdicts.get(fact);
    if (verdict === undefined) {
      // A binding that is initialized from itself has no constant value.
      verdicts.set(fact, isolated('mutable'));
      const mayBeConst = hasLostConsts && fact.kind === 'var';
      verdict = decide(fact, unit, policy, { isShared, isBaseIsolated, mayBeState, setsState, mayBeConst });
      const isMutable = verdict.reason === 'mutable';
      if (mayBeConst && policy === 'bindings' && isMutable && !readsState(fact.initializer, unit, isIsolated))
        verdict = shared('lostConst');
      verdicts.set(fact, verdict);
    }
    return verdict;
  };

  const isState = (expression: t.Expression): boolean => {
    if (policy === 'strict') return !isSameByConstruction(expression, unit, isShared);
    const binding = unit.names.bindingOf(expression);
    return (
      policy === 'bindings' && binding !== undefined && (isIsolated(binding) || importedState.has(binding))
    );
  };

  for (const fact of facts) verdictOf(fact);
  isolateTogether(verdicts);
  const isolatesDefault = statementsOf(unit).some(
    (node) =>
      t.isExportDefaultDeclaration(node) && t.isExpression(node.declaration) && isState(node.declaration),
  );
  return { facts: unitFacts, verdicts, isolated: isolatedBindings(verdicts), isolatesDefault };
}

/**
 * Whether an initializer names isolated state, functions in it left out: `var hooks = options`. What it makes belongs
 * to that state, so each photon makes its own.
 */
function readsState(
  initializer: t.Expression | undefined,
  { names }: Unit,
  isIsolated: (binding: Binding) => boolean,
): boolean {
  return someOwn(initializer, (node) => {
    const binding = names.bindingOf(node);
    return binding !== undefined && isIsolated(binding);
  });
}

/** The bindings that are isolated. */
function isolatedBindings(verdicts: ReadonlyMap<BindingFacts, Verdict>): Map<Binding, BindingFacts> {
  const isolated = [...verdicts].filter(([, { fate }]) => fate === 'isolated');
  return new Map(isolated.map(([facts]) => [facts.binding, facts]));
}

/** Bindings that one pattern, one nested `var` statement or one statement of a namespace declares are rewritten as one. */
function isolateTogether(verdicts: Map<BindingFacts, Verdict>): void {
  const isolatedWholes = new Set<t.Node>();
  for (const [fact, { fate }] of verdicts) {
    if (fate === 'isolated') for (const whole of wholesOf(fact)) isolatedWholes.add(whole);
  }
  for (const [fact, { fate }] of verdicts) {
    const joins = fate === 'shared' && wholesOf(fact).some((whole) => isolatedWholes.has(whole));
    if (joins) verdicts.set(fact, isolated('together'));
  }
}

function wholesOf({ declarators, nested, isHidden, initialAssignment }: BindingFacts): t.Node[] {
  const patterns = declarators.filter(({ node }) => t.isPattern(node.id)).map(({ node }) => node);
  const assigned = t.isPattern(initialAssignment?.left) ? [initialAssignment] : [];
  return [...(isHidden ? declarators : nested).map(({ parent }) => parent), ...patterns, ...assigned];
}

/** What a decision needs to know beyond the binding itself. */
interface Context {
  readonly isShared: IsShared;
  /** Whether what a class extends is isolated, so that the class has to be. */
  readonly isBaseIsolated: (binding: Binding) => boolean;
  /** Whether a binding may lead to isolated state: imported state, namespaces, classes with static fields. */
  readonly mayBeState: (binding: Binding) => boolean;
  /** Whether an assignment is one to a property that is isolated, or becomes so with the variable. */
  readonly setsState: (assignment: t.AssignmentExpression) => boolean;
  /** Whether a bundler may have made the `var` of a `const`. */
  readonly mayBeConst: boolean;
}

function decide(
  fact: BindingFacts,
  unit: Unit,
  policy: Policy,
  { isShared, isBaseIsolated, mayBeState, setsState, mayBeConst }: Context,
): Verdict {
  const { kind, directive, reassigned, initializer } = fact;
  if (policy === 'shared') return shared('policy');
  if (unit.system.bookkeeping.has(fact.binding)) return shared('bookkeeping');
  if (kind === 'import') return shared('import');
  if ((kind === 'const' && policy !== 'strict') || kind === 'other') return shared('const');
  if (fact.name === 'arguments') return shared('arguments');
  if (directive === 'shared') return shared('directive');
  if (directive === 'private') return isolated('directive');
  const isSame = (node: t.Node) => isSameByConstruction(node, unit, isShared);
  const isFree = (node: t.Node) => !capturesState(node, fact, unit, mayBeState);
  const replacement = reassigned ? replacementOf(fact.binding, unit) : undefined;
  if (replacement && isSame(replacement) && isFree(replacement)) return shared('constant');
  if (policy === 'strict' && holdsFunction(fact) && mayChangeProperties(fact.binding, unit, isSame))
    return isolated('changed');
  if (kind === 'function' || kind === 'class') return decideDeclaration(fact, isBaseIsolated);
  if (fact.isStatementLocal) return shared('local');
  if (reassigned) return isolated('reassigned');
  if (isReadEarly(fact, mayBeConst || kind === 'const')) return isolated('early');
  if (initializer === undefined) return decideWithoutInitializer(fact, unit, isShared);
  if (isSame(initializer)) return shared('constant');
  if (isAliased(initializer, { isShared, setsState })) return shared('aliased');
  if (fact.isExportsObject) return shared('exportsObject');
  const isPart = (node: t.Node) => (t.isFunction(node) ? isFree(node) : isSame(node));
  const isTable = !(mayBeConst && policy === 'bindings') && isReadOnly(fact.binding, unit, isPart);
  return isTable ? shared('readOnly') : isolated('mutable');
}

/** Whether a binding is a class, or a variable that holds one or a function. */
function holdsFunction({ kind, initializer }: BindingFacts): boolean {
  return kind === 'class' || t.isFunction(initializer) || t.isClass(initializer);
}

/** Whether functions, as parts of what a binding holds, name state: they belong to the photon that made them then. */
function capturesState(
  code: t.Node,
  { binding: holder }: BindingFacts,
  { names }: Unit,
  mayBeState: (binding: Binding) => boolean,
): boolean {
  return t.traverseFast(code, (node) => {
    const binding = names.bindingOf(node);
    return binding && binding !== holder && mayBeState(binding) ? t.traverseFast.stop : undefined;
  });
}

function isNamespaceOrClass({ node }: Place): boolean {
  const value = t.isVariableDeclarator(node) ? node.init : node;
  return t.isClass(value) || t.isImportNamespaceSpecifier(value);
}

/** Reading a `const` before its declaration would have thrown, so that what only might happen has not happened. */
function isReadEarly({ earlyReader }: BindingFacts, isConst: boolean): boolean {
  return earlyReader === 'top level' || (earlyReader === 'function' && !isConst);
}

/** A class that extends an isolated one is each photon's own as well: it would go on extending the root's. */
function decideDeclaration(
  { binding, reassigned, heritage }: BindingFacts,
  isBaseIsolated: (binding: Binding) => boolean,
): Verdict {
  if (reassigned) return isolated('reassigned');
  return heritage.some((base) => base !== binding && isBaseIsolated(base))
    ? isolated('heritage')
    : shared('declaration');
}

function decideWithoutInitializer(
  { declarators, initialAssignment }: BindingFacts,
  unit: Unit,
  isShared: IsShared,
): Verdict {
  const [only, ...others] = declarators;
  if (only && others.length === 0 && takesSame(only.node, unit, isShared)) return shared('constant');
  const isDestructured = initialAssignment !== undefined || declarators.some(({ node }) => node.init != null);
  return isDestructured ? isolated('mutable') : shared('unassigned');
}

/**
 * `var app = module.exports = {}`: running it again would replace what everybody else sees there. Where the other
 * place is isolated, or becomes so with the variable, it runs again with it.
 */
function isAliased(initializer: t.Expression, context: Pick<Context, 'isShared' | 'setsState'>): boolean {
  if (!t.isAssignmentExpression(initializer, { operator: '=' })) return false;
  const { left, right } = initializer;
  const root = rootOf(left);
  const isSharedPlace =
    t.isMemberExpression(left) && !(root && !context.isShared(root)) && !context.setsState(initializer);
  return isSharedPlace || isAliased(right, context);
}
