import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import { TABLE_METHODS } from '@photonize/runtime/interface';
import { type Access, isWritten, topLevelPlace } from '../analyze/accesses.js';
import type { ModuleFacts, UnitFacts } from '../analyze/analyze.js';
import { assignmentsIn, setsStateProperty } from '../analyze/assigned-properties.js';
import type { BindingFacts } from '../analyze/bindings.js';
import { type Plainness, plainnessOf } from '../analyze/closures.js';
import { rootOf, withoutTypes } from '../analyze/names.js';
import type { TopLevelClass } from '../analyze/statics.js';
import type { Unit } from '../analyze/unit.js';
import type { Collector } from '../diagnostics/collector.js';
import { contains, rangeOf } from '../parse/range.js';
import { Ranges } from '../parse/ranges.js';
import type { Binding } from '../scope/scope.js';
import type { TopLevelAction } from './actions.js';
import { type ClassAction, planClasses } from './classes.js';
import { type NamedClass, namedClasses } from './named-classes.js';
import type { GeneratedNames, UnitNames } from './names.js';
import { hasNamespaceState } from './namespace-state.js';
import { Regions } from './regions.js';
import type { ChangesShared } from './shared-changes.js';
import { hasStaticState } from './static-fate.js';
import { ClassNames, privateSlot } from './static-fields.js';
import { planPropertyAssignments, planTopLevel } from './top-level.js';

/** The decisions about one module body. */
export interface UnitPlan {
  readonly unit: Unit;
  readonly names: UnitNames;
  /** The unit's isolated bindings, with what is known of them. */
  readonly isolated: ReadonlyMap<Binding, BindingFacts>;
  /** When they, by name, hold functions without state of their own. */
  readonly plainness: ReadonlyMap<string, Plainness>;
  readonly actions: readonly TopLevelAction[];
  /** Assignments of isolated properties within expressions. */
  readonly propertyAssignments: readonly NodePath<t.AssignmentExpression>[];
  readonly classActions: readonly ClassAction[];
  /** The slots of the record that are for classes. */
  readonly classSlots: ClassSlots;
  readonly namedClasses: readonly NamedClass[];
  readonly regions: Regions;
  /** Whether the unit needs a table. */
  readonly hasTable: boolean;
}

/** The slots of a record that are for classes. */
export interface ClassSlots {
  /** Classes that cannot be touched before they are defined. */
  readonly statics: readonly string[];
  /** Private static fields. */
  readonly privates: readonly string[];
}

/** What {@link planUnit} needs to know. */
export interface UnitPlanFacts {
  readonly module: ModuleFacts;
  readonly facts: UnitFacts;
  readonly names: UnitNames;
  readonly generated: GeneratedNames;
  readonly isolated: ReadonlyMap<Binding, BindingFacts>;
  /** Whether any isolated binding is at hand under this policy. */
  readonly isolates: boolean;
  /** Whether something that the unit loads may have state. */
  readonly reachesState: boolean;
  /** Imports of isolated exports. */
  readonly importedState: ReadonlySet<Binding>;
  /** The accesses in the unit's own code. */
  readonly accesses: readonly Access[];
  readonly changesShared: ChangesShared;
  readonly collector: Collector;
}

/** Decides what becomes of a unit's top-level code. */
export function planUnit(input: UnitPlanFacts): UnitPlan {
  const { module, facts, names, isolated, collector } = input;
  const { unit } = facts;
  const classes = input.isolates ? facts.classes : [];
  const initializers = input.isolates ? propertyInitializersOf(input) : [];
  const namespaces = input.isolates ? facts.namespaces : [];
  const watches =
    isolated.size > 0 ||
    classes.some(hasStaticState) ||
    namespaces.some(hasNamespaceState) ||
    initializers.length > 0 ||
    input.reachesState;
  const topLevel = topLevelAccesses(input);
  const touching = [...topLevel.map(({ place }) => place), ...initializers.map(({ node }) => node)];
  const ranges = new Ranges(touching.map(rangeOf));
  const touches = (node: t.Node) => ranges.someInside(rangeOf(node));
  const declares = (node: t.Node) => module.declaringCalls.some((call) => contains(node, call));
  const assignedIn = (node: t.Node) => {
    const assigned = topLevel.filter(({ path, place }) => contains(node, place) && isWritten(path));
    return [...new Set(assigned.flatMap(({ binding }) => isolated.get(binding)?.name ?? []))];
  };
  const isIsolated = (binding: Binding | undefined) => binding !== undefined && isolated.has(binding);
  const isImportedState = (binding: Binding | undefined) =>
    binding !== undefined && input.importedState.has(binding);
  const refuse = (node: t.Node, construct: string, alternative: string) =>
    collector.report('PHO2006', node, { construct, alternative });

  const propertyInitializers = new Set<t.Node>(initializers.map(({ node }) => node));
  const sharedOutside = facts.bindings.filter(({ binding }) => !isolated.has(binding));
  const constants = new Set(sharedOutside.flatMap(({ initialAssignment }) => initialAssignment ?? []));
  const topLevelFacts = {
    unit,
    constants,
    namespaces,
    isIsolated,
    isImportedState,
    declares,
    assignedIn,
    propertyInitializers,
    changesShared: input.changesShared,
    touches,
    refuse,
  };
  const actions = watches ? planTopLevel(topLevelFacts) : [];
  for (const action of actions) {
    if (action.kind === 'inPlace') collector.report('PHO3007', action.path.node);
  }
  const statementRegions = new Regions(unit.code, actions, []);
  const isInStep = (path: TopLevelClass) => statementRegions.isGiven(path);
  const classNames = new ClassNames(unit, isIsolated, (base) => input.generated.fresh(base));
  const classActions = planClasses({
    classes,
    classNames,
    unit,
    isInStep,
    watches,
    touches,
    refuse,
  });
  return {
    unit,
    names,
    isolated,
    plainness: new Map([...isolated.values()].map(({ name, binding }) => [name, plainnessOf(binding, unit)])),
    actions,
    propertyAssignments: planPropertyAssignments(initializers, actions),
    classActions,
    classSlots: classSlots(classActions),
    namedClasses: namedClasses(unit, names, classActions),
    regions: new Regions(unit.code, actions, classActions),
    hasTable: isolated.size > 0 || actions.length > 0 || classActions.length > 0,
  };
}

/** The accesses of top-level code, and where in the file they are. */
function topLevelAccesses({ accesses, module }: UnitPlanFacts): (Access & { readonly place: t.Node })[] {
  return accesses.flatMap((access) => {
    const place = topLevelPlace(access, module.activations);
    return place ? [{ ...access, place: place.node }] : [];
  });
}

function classSlots(actions: readonly ClassAction[]): ClassSlots {
  const fields = actions.filter((action) => action.kind === 'staticField');
  const statics = fields.flatMap(({ place }) =>
    place.kind === 'slot' && place.hasDeadZone ? [place.slot] : [],
  );
  return { statics: [...new Set(statics)], privates: fields.flatMap((field) => privateSlot(field) ?? []) };
}

/** How top-level code at `path` gets at the record of `plan`'s unit. */
export function topLevelRecord(plan: UnitPlan, path: NodePath, around: Unit | undefined): string {
  const { unit, names } = plan;
  if (around !== unit) return `${names.photon}()`;
  return givenRecord(plan, path, around) ?? `${names.module}().${TABLE_METHODS.root}`;
}

/** The record that the step around `path` is given, if there is one. */
export function givenRecord(
  { unit, names, regions }: UnitPlan,
  path: NodePath,
  around: Unit | undefined,
): string | undefined {
  if (around !== unit || !regions.isGiven(path)) return undefined;
  return regions.isInitialised(path) ? names.variables : names.record;
}

/**
 * The assignments of properties that are state: those that functions assign, too, and those that give isolated variables
 * their values: `let list = Pool.list = []`, `exports.list = list = []`.
 */
function propertyInitializersOf({
  module,
  facts: { unit },
  isolated,
}: UnitPlanFacts): NodePath<t.AssignmentExpression>[] {
  // A pattern declares several variables.
  const declarators = new Set([...isolated.values()].flatMap((binding) => binding.declarators));
  const declared = [...declarators].map((each) => assignmentsIn(each.get('init') as NodePath<t.Node | null>));
  const isOwn = (node: t.Node | undefined) => {
    const binding = node && unit.names.bindingOf(node);
    return binding !== undefined && isolated.has(binding);
  };
  const isNamed = ({ node }: NodePath<t.AssignmentExpression>) => isOwn(withoutTypes(node.left));
  const assigned = unit.pieces
    .map((piece) => assignmentsIn(piece.isExpressionStatement() ? piece.get('expression') : piece))
    .filter((assignments) => assignments.some(isNamed));
  const named = [...declared, ...assigned].flat().filter(({ node }) => setsStateProperty(node, unit));
  const all = [...module.assignedProperties.initializersIn(unit, named), ...named];
  const unique = [...new Map(all.map((path) => [path.node, path])).values()];
  // The properties of a class of which each photon has its own are that photon's anyway.
  return unique.filter(({ node }) => !isOwn(rootOf(node.left)));
}
