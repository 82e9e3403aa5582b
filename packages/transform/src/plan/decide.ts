import { GENERATED_NAMES } from '@photonize/runtime/interface';
import {
  type Access,
  type CodePlace,
  collectAccesses,
  pathInFile,
  topLevelPlace,
} from '../analyze/accesses.js';
import type { ModuleFacts } from '../analyze/analyze.js';
import type { BindingFacts } from '../analyze/bindings.js';
import { reportRefusals } from '../analyze/refusals.js';
import type { Collector } from '../diagnostics/collector.js';
import type { ResolvedOptions } from '../options.js';
import type { Binding } from '../scope/scope.js';
import { assignCells, planCells } from './cells.js';
import { type CodePlan, planCode } from './code.js';
import { reportDirectives } from './directives.js';
import { decideFates, isolatedBindings } from './fate.js';
import { GeneratedNames, unitNames } from './names.js';
import type { BindingPlan } from './plan.js';
import { bindingPlans, namespacePlans, propertyPlans, staticPlans } from './report.js';
import { findSharedChanges } from './shared-changes.js';
import {
  assignSlots,
  type ForeignRecord,
  foreignRecords,
  memberAccess,
  type NamespaceAccess,
  namespaceAccesses,
} from './slots.js';
import { namedClasses, type StaticDeletion, staticAccesses, staticDeletions } from './static-accesses.js';
import { planUnit, type UnitPlan } from './unit-plan.js';
import {
  reportBlockState,
  reportHeritage,
  reportPatternLoads,
  reportPrototypes,
  reportShared,
  reportSingleFunction,
} from './warnings.js';
import { planWith } from './with.js';

/** All decisions about a file. The rewriter obeys them. */
export interface Decisions {
  readonly facts: ModuleFacts;
  readonly options: ResolvedOptions;
  readonly names: GeneratedNames;
  /** What the file calls the runtime's functions. */
  readonly runtimeNames: { readonly define: string; readonly view: string; readonly load: string };
  /** The file itself, then the module wrappers in it. */
  readonly units: readonly [UnitPlan, ...UnitPlan[]];
  readonly foreign: readonly ForeignRecord[];
  readonly code: CodePlan;
  readonly namespaceAccesses: readonly NamespaceAccess[];
  readonly staticDeletions: readonly StaticDeletion[];
  readonly bindingPlans: readonly BindingPlan[];
}

/** Decides what becomes of every binding, access and piece of top-level code of a file. */
export function decide(facts: ModuleFacts, options: ResolvedOptions, collector: Collector): Decisions {
  const names = new GeneratedNames(facts);
  const runtimeNames = {
    define: names.fresh(GENERATED_NAMES.define),
    view: names.fresh(GENERATED_NAMES.view),
    load: names.fresh(GENERATED_NAMES.load),
  };
  const importedState = new Set(facts.imports.bindings.map(({ binding }) => binding));
  const verdicts = facts.units.map((unit) => decideFates(unit, options, importedState));
  const isolated = verdicts.map(isolatedBindings);
  const accesses = collect(facts, isolated);
  const state = visibleState(facts, isolated);
  reportRefusals(facts, state, accesses, collector);

  for (const [i, unitFacts] of facts.units.entries()) {
    reportShared(unitFacts.unit, verdicts[i] ?? new Map(), isolated[i] ?? new Map(), collector);
    reportHeritage(unitFacts, state, collector);
    if (options.policy !== 'shared') reportBlockState(unitFacts.unit, collector);
    reportPrototypes(isolated[i] ?? new Map(), accesses, collector);
  }
  if (options.policy !== 'shared' && !options.finished) reportPatternLoads(facts, collector);
  if (options.policy !== 'shared') reportDirectives(facts, collector);
  if (options.finished) reportSingleFunction(facts.units[0].unit, collector);

  const isolates = options.policy !== 'shared';
  const reachesState = Object.values(options.imports).some((module) => module.reachesState);
  const anyState = reachesState || isolated.some(({ size }) => size > 0);
  const accessesByUnit = Map.groupBy(accesses, (access) => facts.finder.around(pathInFile(access)));
  const changesShared = findSharedChanges(facts, state);
  const plans = facts.units.map((unitFacts, i) =>
    planUnit({
      module: facts,
      facts: unitFacts,
      names: unitNames(names),
      generated: names,
      isolated: isolated[i] ?? new Map(),
      isolates,
      // Wrappers call each other through the bundle, so that state of one is in reach of all.
      reachesState: facts.units.length > 1 ? anyState : reachesState,
      importedState,
      accesses: accessesByUnit.get(unitFacts.unit) ?? [],
      changesShared,
      collector,
    }),
  );
  const units = plans as unknown as Decisions['units'];
  const namespaceUses = namespaceAccesses(facts, accesses);
  const members = namespaceUses.flatMap(memberAccess);
  const foreign = foreignRecords(facts, members, names);
  const ofClasses = staticAccesses(units.flatMap(namedClasses), facts);
  const slots = assignSlots(facts, units, foreign, accesses, ofClasses, members, names);
  const runsInPlace = (place: CodePlace) => {
    const path = topLevelPlace(place, facts.activations);
    return path !== undefined && units.some(({ regions }) => regions.isInPlace(path));
  };
  const isIsolated = (binding: Binding) => isolated.some((bindings) => bindings.has(binding));
  const cells = planCells(facts.hidings, isIsolated, names);
  const { scopes, outside } = planWith(
    assignCells(slots, cells, collector).filter(({ access }) => !runsInPlace(access)),
    units,
    facts.activations,
    collector,
  );
  const direct = new Set(members.map(({ access }) => access));
  return {
    facts,
    options,
    names,
    runtimeNames,
    units,
    foreign,
    code: planCode({
      facts,
      names,
      accesses: outside,
      withScopes: scopes,
      cells,
      candidates: { directCalls: facts.directCalls, isIsolated },
      runsInPlace,
    }),
    staticDeletions: units.flatMap((plan) => staticDeletions(plan, facts)),
    namespaceAccesses: namespaceUses.filter(({ access }) => !direct.has(access)),
    bindingPlans: [
      ...verdicts.flatMap(bindingPlans),
      ...(isolates ? facts.units.flatMap(({ classes }) => staticPlans(classes)) : []),
      ...(isolates ? facts.units.flatMap(({ namespaces }) => namespaces.flatMap(namespacePlans)) : []),
      ...(isolates
        ? facts.units.flatMap(({ unit }) => propertyPlans(facts.assignedProperties.initializersIn(unit)))
        : []),
    ],
  };
}

type Isolated = ReadonlyMap<Binding, BindingFacts>;

/** Every binding of the file that stands for isolated state. */
function visibleState({ imports }: ModuleFacts, isolated: readonly Isolated[]): Set<Binding> {
  return new Set([
    ...isolated.flatMap((bindings) => [...bindings.keys()]),
    ...imports.bindings.map(({ binding }) => binding),
    ...imports.namespaces.map(({ binding }) => binding),
  ]);
}

function collect(facts: ModuleFacts, isolated: readonly Isolated[]): Access[] {
  const interesting = visibleState(facts, isolated);
  return interesting.size === 0 ? [] : collectAccesses(interesting, facts.activations, facts.evals);
}
