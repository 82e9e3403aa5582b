import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import { GENERATED_NAMES, TABLE_METHODS } from '@photonize/runtime/interface';
import { type Access, isWritten, topLevelPlace } from '../analyze/accesses.js';
import type { ModuleFacts, UnitFacts } from '../analyze/analyze.js';
import type { BindingFacts } from '../analyze/bindings.js';
import { type Plainness, plainnessOf } from '../analyze/closures.js';
import type { NamespaceFacts } from '../analyze/namespaces.js';
import type { Unit } from '../analyze/unit.js';
import type { Collector } from '../diagnostics/collector.js';
import { contains, rangeOf } from '../parse/range.js';
import { Ranges } from '../parse/ranges.js';
import type { Binding } from '../scope/scope.js';
import type { TopLevelAction, TopLevelFacts } from './actions.js';
import { type ClassAction, planClasses } from './classes.js';
import { type NamedClass, namedClasses } from './named-classes.js';
import type { GeneratedNames, UnitNames } from './names.js';
import { propertyInitializers } from './property-initializers.js';
import { Regions } from './regions.js';
import type { ChangesShared } from './shared-changes.js';
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
  /** The declared functions that each photon makes for itself. */
  readonly functions: readonly RemadeFunction[];
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

/** A declared function that each photon makes for itself. */
export interface RemadeFunction {
  readonly path: NodePath<t.FunctionDeclaration>;
  readonly name: string;
  /** What the function is called that makes it. */
  readonly maker: string;
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
  /** Whether the value of `export default` is isolated. */
  readonly isolatesDefault: boolean;
  /** Whether any isolated binding is at hand under this policy. */
  readonly isolates: boolean;
  /** Whether top-level code has to be watched: it may touch state, the file's own or that of what it loads. */
  readonly watches: boolean;
  /** Imports of isolated exports. */
  readonly importedState: ReadonlySet<Binding>;
  /** The accesses in the unit's own code. */
  readonly accesses: readonly Access[];
  readonly changesShared: ChangesShared;
  readonly collector: Collector;
}

/** Decides what becomes of a unit's top-level code. */
export function planUnit(input: UnitPlanFacts): UnitPlan {
  const { module, facts, names, isolated, isolates, watches, collector } = input;
  const { unit } = facts;
  const classes = isolates ? facts.classes : [];
  const namespaces = isolates ? facts.namespaces : [];
  const initializers = isolates ? propertyInitializers(unit, isolated, module.assignedProperties) : [];
  const topLevel = topLevelFacts(input, namespaces, initializers);
  const { isIsolated, touches } = topLevel;
  const actions = watches ? planTopLevel(topLevel) : [];
  for (const action of actions) {
    if (action.kind === 'inPlace') collector.report('PHO3007', action.path.node);
  }
  const statements = new Regions(unit.code, actions, []);
  const classActions = planClasses({
    classes,
    classNames: new ClassNames(unit, isIsolated, (base) => input.generated.fresh(base)),
    unit,
    isInStep: (path) => statements.isGiven(path),
    watches,
    touches,
    refuse: (node, construct, alternative) => collector.report('PHO2006', node, { construct, alternative }),
  });
  return {
    unit,
    names,
    isolated,
    plainness: new Map([...isolated.values()].map(({ name, binding }) => [name, plainnessOf(binding, unit)])),
    functions: remadeFunctions(isolated, input.generated),
    actions,
    propertyAssignments: planPropertyAssignments(initializers, actions),
    classActions,
    classSlots: classSlots(classActions),
    namedClasses: namedClasses(unit, names, classActions),
    regions: new Regions(unit.code, actions, classActions),
    hasTable: isolated.size > 0 || actions.length > 0 || classActions.length > 0,
  };
}

/** Isolated functions that nobody assigns: it is the object that is each photon's own. */
function remadeFunctions(
  isolated: ReadonlyMap<Binding, BindingFacts>,
  names: GeneratedNames,
): RemadeFunction[] {
  return [...isolated.values()].flatMap(({ binding, kind, name, reassigned }) => {
    const [declaration] = binding.declarations;
    if (kind !== 'function' || reassigned || !declaration) return [];
    const path = declaration.path as NodePath<t.FunctionDeclaration>;
    return [{ path, name, maker: names.fresh(GENERATED_NAMES.make) }];
  });
}

function topLevelFacts(
  input: UnitPlanFacts,
  namespaces: readonly NamespaceFacts[],
  initializers: readonly NodePath<t.AssignmentExpression>[],
): TopLevelFacts {
  const { module, facts, isolated, importedState, changesShared } = input;
  const accesses = topLevelAccesses(input);
  const touching = [...accesses.map(({ place }) => place), ...initializers.map(({ node }) => node)];
  const ranges = new Ranges(touching.map(rangeOf));
  const sharedOutside = facts.bindings.filter(({ binding }) => !isolated.has(binding));
  return {
    unit: facts.unit,
    constants: new Set(sharedOutside.flatMap(({ initialAssignment }) => initialAssignment ?? [])),
    namespaces,
    isIsolated: (binding) => binding !== undefined && isolated.has(binding),
    isImportedState: (binding) => binding !== undefined && importedState.has(binding),
    isolatesDefault: input.isolatesDefault,
    propertyInitializers: new Set(initializers.map(({ node }) => node)),
    declares: (node) => module.declaringCalls.some((call) => contains(node, call)),
    assignedIn(node) {
      const assigned = accesses.filter(({ path, place }) => contains(node, place) && isWritten(path));
      return [...new Set(assigned.flatMap(({ binding }) => isolated.get(binding)?.name ?? []))];
    },
    changesShared,
    touches: (node) => ranges.someInside(rangeOf(node)),
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
