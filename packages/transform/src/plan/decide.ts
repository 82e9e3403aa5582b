import { GENERATED_NAMES } from '@photonize/runtime/interface';
import { type CodePlace, collectAccesses, pathInFile, topLevelPlace } from '../analyze/accesses.js';
import type { ModuleFacts } from '../analyze/analyze.js';
import type { BindingFacts } from '../analyze/bindings.js';
import { reportRefusals } from '../analyze/refusals.js';
import type { Collector } from '../diagnostics/collector.js';
import type { ResolvedOptions } from '../options.js';
import type { Binding } from '../scope/scope.js';
import { assignCells, planCells } from './cells.js';
import { type CodePlan, planCode } from './code.js';
import { hasState, type UnitFates, unitFates } from './fate.js';
import { type GlobalsPlan, planGlobals } from './globals.js';
import { isInstance, reportPolicy } from './instance.js';
import { planLoads, type ViewedLoad } from './loads.js';
import { GeneratedNames, type RuntimeNames, unitNames } from './names.js';
import type { BindingPlan, Choice } from './plan.js';
import { reportedPlans } from './report.js';
import { findSharedChanges } from './shared-changes.js';
import {
  assignSlots,
  type ForeignRecord,
  foreignRecords,
  memberAccess,
  type NamespaceAccess,
  namespaceAccesses,
} from './slots.js';
import { type StaticDeletion, staticUses } from './static-accesses.js';
import { planUnit, type UnitPlan } from './unit-plan.js';
import { reportWarnings } from './warnings.js';
import { planWith } from './with.js';

/** All decisions about a file. The rewriter obeys them. */
export interface Decisions {
  readonly facts: ModuleFacts;
  readonly options: ResolvedOptions;
  readonly names: GeneratedNames;
  readonly runtimeNames: RuntimeNames;
  /** The file itself, then the module wrappers in it. */
  readonly units: readonly [UnitPlan, ...UnitPlan[]];
  /** Whether each photon evaluates the file for itself. */
  readonly asInstance: boolean;
  /** What was decided about bindings, for each unit. */
  readonly fates: readonly UnitFates[];
  readonly foreign: readonly ForeignRecord[];
  readonly loads: readonly ViewedLoad[];
  readonly code: CodePlan;
  readonly namespaceAccesses: readonly NamespaceAccess[];
  readonly staticDeletions: readonly StaticDeletion[];
  readonly bindingPlans: readonly BindingPlan[];
  /** If globals are the file's state. */
  readonly globals: GlobalsPlan | undefined;
}

/** Decides what becomes of every binding, access and piece of top-level code of a file. */
export function decide(facts: ModuleFacts, options: ResolvedOptions, collector: Collector): Decisions {
  const names = new GeneratedNames(facts);
  const runtimeNames = {
    define: names.fresh(GENERATED_NAMES.define),
    view: names.fresh(GENERATED_NAMES.view),
    load: names.fresh(GENERATED_NAMES.load),
    instanceOf: names.fresh(GENERATED_NAMES.instanceOf),
    importInstance: names.fresh(GENERATED_NAMES.importInstance),
    globals: names.fresh(GENERATED_NAMES.globals),
    isolateGlobals: names.fresh(GENERATED_NAMES.isolateGlobals),
  };
  const importedState = new Set(facts.imports.bindings.map(({ binding }) => binding));
  const fates = facts.units.map((unit) => unitFates(unit, options, importedState));
  const isolated = new Map(fates.flatMap((each) => [...each.isolated]));
  const isIsolated = (binding: Binding) => isolated.has(binding);
  const state = stateIn(facts, isolated);
  const accesses = state.size === 0 ? [] : collectAccesses(state, facts.activations, facts.evals);
  reportPolicy(facts.file, options, collector);
  reportRefusals(facts, state, accesses, collector);
  reportWarnings(facts, options, { fates, isolated, state, accesses }, collector);

  const asInstance = isInstance(facts.units[0].unit, options);
  const isolates = options.policy !== 'shared' && !asInstance;
  const globals = planGlobals(facts, options);
  const reachesState =
    globals !== undefined || Object.values(options.imports).some((module) => module.reachesState);
  // Modules in one file call each other, so that the state of one is in reach of all.
  const hasOwnState = fates.some((each) => hasState(each, facts, options));
  const accessesByUnit = Map.groupBy(accesses, (access) => facts.finder.around(pathInFile(access)));
  const changesShared = findSharedChanges(facts, state);
  const plans = fates.map((each) =>
    planUnit({
      module: facts,
      facts: each.facts,
      names: unitNames(names),
      generated: names,
      isolated: each.isolated,
      isolatesDefault: each.isolatesDefault,
      isolates,
      watches: !asInstance && (hasOwnState || reachesState),
      importedState,
      accesses: accessesByUnit.get(each.facts.unit) ?? [],
      changesShared,
      collector,
    }),
  );
  const units = plans as unknown as Decisions['units'];
  const namespaceUses = namespaceAccesses(facts, accesses);
  const members = namespaceUses.flatMap(memberAccess);
  const foreign = foreignRecords(facts, members, names);
  const ofClasses = staticUses(
    units.flatMap((plan) => plan.namedClasses),
    facts,
  );
  const slots = assignSlots(facts, units, foreign, accesses, ofClasses.accesses, members, names);
  const inPlace = units.map(({ regions }) => regions).filter(({ hasInPlace }) => hasInPlace);
  const runsInPlace = (place: CodePlace) => {
    const path = inPlace.length > 0 ? topLevelPlace(place, facts.activations) : undefined;
    return path !== undefined && inPlace.some((regions) => regions.isInPlace(path));
  };
  const cells = planCells(facts.hidings, isIsolated, names);
  const { scopes, outside } = planWith(
    assignCells(slots, cells, collector).filter(({ access }) => !runsInPlace(access)),
    units,
    facts.activations,
    collector,
  );
  const loads = planLoads(facts, options, names);
  const direct = new Set(members.map(({ access }) => access));
  return {
    facts,
    options,
    names,
    runtimeNames,
    units,
    asInstance,
    fates,
    foreign,
    loads,
    code: planCode({
      facts,
      names,
      accesses: outside,
      withScopes: scopes,
      cells,
      loads,
      candidates: { directCalls: facts.directCalls, isIsolated },
      runsInPlace,
    }),
    staticDeletions: ofClasses.deletions,
    namespaceAccesses: namespaceUses.filter(({ access }) => !direct.has(access)),
    bindingPlans: reportedPlans(facts, fates, isolates),
    globals,
  };
}

/** How a file is shared. */
export function choiceOf({ asInstance, bindingPlans, fates }: Decisions): Choice {
  if (asInstance) return 'instance';
  const isIsolated = bindingPlans.some(({ fate }) => fate === 'isolated');
  return isIsolated || fates.some(({ isolatesDefault }) => isolatesDefault) ? 'bindings' : 'shared';
}

/** Every binding of the file that stands for isolated state. */
function stateIn({ imports }: ModuleFacts, isolated: ReadonlyMap<Binding, BindingFacts>): Set<Binding> {
  return new Set([
    ...isolated.keys(),
    ...imports.bindings.map(({ binding }) => binding),
    ...imports.namespaces.map(({ binding }) => binding),
  ]);
}
