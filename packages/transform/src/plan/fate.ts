import * as t from '@babel/types';
import type { ModuleFacts, UnitFacts } from '../analyze/analyze.js';
import type { BindingFacts } from '../analyze/bindings.js';
import { statementsOf } from '../analyze/unit.js';
import type { ResolvedOptions } from '../options.js';
import type { Binding } from '../scope/scope.js';
import { isInstance } from './instance.js';
import { hasNamespaceState } from './namespace-state.js';
import { hasStaticState } from './static-fate.js';
import { isolated, type Verdict, Verdicts } from './verdicts.js';

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
 * @param importedState names for isolated exports of other modules: what copies their values is not constant. Default: none is known
 */
export function unitFates(
  facts: UnitFacts,
  options: ResolvedOptions,
  importedState: ReadonlySet<Binding> = new Set(),
): UnitFates {
  const { unit } = facts;
  if (isInstance(unit, options)) {
    const verdicts = new Map(facts.bindings.map((fact) => [fact, isolated('instance')]));
    return { facts, verdicts, isolated: new Map(), isolatesDefault: false };
  }
  const decided = new Verdicts(facts, options, importedState);
  for (const fact of joining(decided.all())) decided.join(fact);
  const verdicts = decided.all();
  const isolatesDefault = statementsOf(unit).some(
    (node) =>
      t.isExportDefaultDeclaration(node) &&
      t.isExpression(node.declaration) &&
      decided.isState(node.declaration),
  );
  return { facts, verdicts, isolated: isolatedBindings(verdicts), isolatesDefault };
}

/** Whether a unit has state of its own: isolated variables or properties. */
export function hasState(
  { facts: { unit, classes, namespaces }, isolated, isolatesDefault }: UnitFates,
  { assignedProperties }: ModuleFacts,
  { policy }: ResolvedOptions,
): boolean {
  if (isolated.size > 0 || policy === 'shared') return isolated.size > 0;
  return (
    isolatesDefault ||
    classes.some(hasStaticState) ||
    namespaces.some(hasNamespaceState) ||
    assignedProperties.initializersIn(unit).length > 0
  );
}

/** The bindings that are isolated. */
function isolatedBindings(verdicts: ReadonlyMap<BindingFacts, Verdict>): Map<Binding, BindingFacts> {
  const isolated = [...verdicts].filter(([, { fate }]) => fate === 'isolated');
  return new Map(isolated.map(([facts]) => [facts.binding, facts]));
}

/**
 * The bindings that are isolated because others are: those that one pattern, one nested `var` statement or one statement
 * of a namespace declares are rewritten as one.
 */
function joining(verdicts: ReadonlyMap<BindingFacts, Verdict>): BindingFacts[] {
  const isolatedWholes = new Set<t.Node>();
  for (const [fact, { fate }] of verdicts) {
    if (fate === 'isolated') for (const whole of wholesOf(fact)) isolatedWholes.add(whole);
  }
  return [...verdicts].flatMap(([fact, { fate }]) =>
    fate === 'shared' && wholesOf(fact).some((whole) => isolatedWholes.has(whole)) ? [fact] : [],
  );
}

function wholesOf({ declarators, nested, isHidden, initialAssignment }: BindingFacts): t.Node[] {
  const patterns = declarators.filter(({ node }) => t.isPattern(node.id)).map(({ node }) => node);
  const assigned = t.isPattern(initialAssignment?.left) ? [initialAssignment] : [];
  return [...(isHidden ? declarators : nested).map(({ parent }) => parent), ...patterns, ...assigned];
}
