import type { Binding, NodePath } from '@babel/traverse';
import { GENERATED_NAMES } from '@photonize/runtime/interface';
import { type Access, collectAccesses } from '../analyze/accesses.js';
import type { ModuleFacts } from '../analyze/analyze.js';
import type { BindingFacts } from '../analyze/bindings.js';
import type { ImportedNamespace } from '../analyze/imports.js';
import { reportRefusals } from '../analyze/refusals.js';
import { unitAround } from '../analyze/unit.js';
import { reportShared, reportSingleFunction } from '../analyze/warnings.js';
import type { Collector } from '../diagnostics/collector.js';
import type { ResolvedOptions } from '../options.js';
import { decideFates, isolatedBindings } from './fate.js';
import { type LookupPlan, planLookups } from './lookups.js';
import { GeneratedNames, recordSource, unitNames } from './names.js';
import type { BindingPlan } from './plan.js';
import { bindingPlans, staticPlans } from './report.js';
import type { RecordSource } from './targets.js';
import { planUnit, topLevelRecord, type UnitPlan } from './unit-plan.js';

/** An isolated binding that belongs to another module, as this file reaches it. */
export interface ForeignRecord {
  readonly specifier: string;
  readonly exported: string;
  /** The local name of the companion export. */
  readonly photon: string;
  readonly bindings: readonly Binding[];
}

/** An access to an isolated binding, and the slot it goes to. */
export interface SlotAccess {
  readonly access: Access;
  readonly source: RecordSource;
  readonly slot: string;
}

/** An access to the namespace of a module with isolated exports. */
export interface NamespaceAccess {
  readonly access: Access;
  readonly namespace: ImportedNamespace;
}

/** All decisions about a file. The rewriter obeys them. */
export interface Decisions {
  readonly facts: ModuleFacts;
  readonly options: ResolvedOptions;
  readonly names: GeneratedNames;
  /** What the file calls the runtime's functions. */
  readonly runtimeNames: { readonly define: string; readonly view: string };
  /** The file itself, then the module wrappers in it. */
  readonly units: readonly [UnitPlan, ...UnitPlan[]];
  readonly foreign: readonly ForeignRecord[];
  readonly accesses: readonly SlotAccess[];
  readonly namespaceAccesses: readonly NamespaceAccess[];
  readonly lookups: LookupPlan;
  readonly bindingPlans: readonly BindingPlan[];
}

/** Decides what becomes of every binding, access and piece of top-level code of a file. */
export function decide(facts: ModuleFacts, options: ResolvedOptions, collector: Collector): Decisions {
  const names = new GeneratedNames(facts.file.source);
  const runtimeNames = {
    define: names.fresh(GENERATED_NAMES.define),
    view: names.fresh(GENERATED_NAMES.view),
  };
  const verdicts = facts.units.map(({ unit, bindings }) =>
    decideFates(bindings, unit, options, facts.imports),
  );
  const isolated = verdicts.map(isolatedBindings);
  const accesses = collect(facts, isolated);
  reportRefusals(facts, visibleState(facts, isolated), accesses, collector);

  for (const [i, { unit }] of facts.units.entries()) {
    reportShared(unit, verdicts[i] ?? new Map(), isolated[i] ?? new Map(), collector);
  }
  if (options.finished) reportSingleFunction(facts.units[0].unit, collector);

  const isolates = options.policy !== 'shared';
  const reachesState = Object.values(options.imports).some((module) => module.reachesState);
  const anyState = reachesState || isolated.some(({ size }) => size > 0);
  const plans = facts.units.map((unitFacts, i) =>
    planUnit({
      facts: unitFacts,
      names: unitNames(names),
      isolated: isolated[i] ?? new Map(),
      isolates,
      // Wrappers call each other through the bundle, so that state of one is in reach of all.
      reachesState: facts.units.length > 1 ? anyState : reachesState,
      accesses,
      collector,
    }),
  );
  const units = plans as unknown as Decisions['units'];
  const foreign = foreignRecords(facts, names);
  const slots = assignSlots(facts, units, foreign, accesses, names);
  return {
    facts,
    options,
    names,
    runtimeNames,
    units,
    foreign,
    accesses: slots,
    namespaceAccesses: namespaceAccesses(facts, accesses),
    lookups: planLookups(slots),
    bindingPlans: [
      ...verdicts.flatMap(bindingPlans),
      ...(isolates ? facts.units.flatMap(({ classes }) => staticPlans(classes)) : []),
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
  return interesting.size === 0 ? [] : collectAccesses(facts.program, interesting, facts.activations);
}

/** Imports of one owner through one specifier share a record, and so a lookup. */
function foreignRecords({ imports }: ModuleFacts, names: GeneratedNames): ForeignRecord[] {
  const byRecord = Map.groupBy(imports.bindings, ({ specifier, target }) => `${specifier}\0${target.origin}`);
  return [...byRecord.values()].map((group) => ({
    specifier: group[0]?.specifier ?? '',
    exported: group[0]?.exported ?? '',
    photon: names.fresh(GENERATED_NAMES.photon),
    bindings: group.map(({ binding }) => binding),
  }));
}

function assignSlots(
  facts: ModuleFacts,
  units: readonly UnitPlan[],
  foreign: readonly ForeignRecord[],
  accesses: readonly Access[],
  names: GeneratedNames,
): SlotAccess[] {
  const targets = new Map<Binding, { readonly source: RecordSource; readonly slot: string }>();
  const unitsOfFile = facts.units.map(({ unit }) => unit);
  for (const plan of units) {
    const source = recordSource(plan.names.photon, plan.names.record, (path) =>
      topLevelRecord(plan, path, unitAround(path, unitsOfFile)),
    );
    for (const [binding, { name }] of plan.isolated) targets.set(binding, { source, slot: name });
  }
  const slotOf = new Map(facts.imports.bindings.map(({ binding, target }) => [binding, target.slot]));
  for (const { photon, bindings } of foreign) {
    const source = recordSource(photon, names.fresh(GENERATED_NAMES.record));
    for (const binding of bindings) targets.set(binding, { source, slot: slotOf.get(binding) ?? '' });
  }
  return accesses.flatMap((access) => {
    const target = targets.get(access.binding);
    const isOwn = units.some(({ isolated }) => isolated.has(access.binding));
    const stays = isOwn
      ? units.some(({ regions }) => regions.isDeclared(access.path))
      : isAssigned(access.path);
    return target && !stays ? [{ access, ...target }] : [];
  });
}

/** Assigning an import is an error of the program, which must stay one. */
function isAssigned({ key, parentPath }: NodePath): boolean {
  return Boolean(
    parentPath?.isUpdateExpression() || (parentPath?.isAssignmentExpression() && key === 'left'),
  );
}

function namespaceAccesses({ imports }: ModuleFacts, accesses: readonly Access[]): NamespaceAccess[] {
  const byBinding = new Map(imports.namespaces.map((namespace) => [namespace.binding, namespace]));
  return accesses.flatMap((access) => {
    const namespace = byBinding.get(access.binding);
    return namespace ? [{ access, namespace }] : [];
  });
}
