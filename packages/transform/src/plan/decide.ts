import type { Binding, NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import { GENERATED_NAMES } from '@photonize/runtime/interface';
import { type Access, collectAccesses } from '../analyze/accesses.js';
import type { ModuleFacts } from '../analyze/analyze.js';
import type { BindingFacts } from '../analyze/bindings.js';
import type { ImportedNamespace } from '../analyze/imports.js';
import { memberName } from '../analyze/names.js';
import { reportRefusals } from '../analyze/refusals.js';
import { unitAround } from '../analyze/unit.js';
import { reportHeritage, reportShared, reportSingleFunction } from '../analyze/warnings.js';
import type { Collector } from '../diagnostics/collector.js';
import { type IsolatedExport, isolatedExport, type ResolvedOptions } from '../options.js';
import { decideFates, isolatedBindings } from './fate.js';
import { type LookupPlan, planLookups } from './lookups.js';
import { GeneratedNames, recordSource, unitNames } from './names.js';
import type { BindingPlan } from './plan.js';
import { bindingPlans, staticPlans } from './report.js';
import type { RecordSource } from './targets.js';
import { givenRecord, planUnit, topLevelRecord, type UnitPlan } from './unit-plan.js';

/** An isolated binding that belongs to another module, as this file reaches it. */
export interface ForeignRecord {
  /** Tells records apart. */
  readonly key: string;
  readonly specifier: string;
  readonly exported: string;
  /** The local name of the companion export. */
  readonly photon: string;
  readonly bindings: readonly Binding[];
}

/** An access to an isolated binding, and the slot it goes to. */
export interface SlotAccess {
  readonly access: Access;
  /** What is replaced: the name, or a member of a namespace. */
  readonly path: NodePath<t.Identifier | t.JSXIdentifier | t.MemberExpression>;
  readonly source: RecordSource;
  readonly slot: string;
}

/** A use of the namespace of a module with isolated exports, for which only a view will do. */
export interface NamespaceAccess {
  readonly access: Access;
  readonly namespace: ImportedNamespace;
}

/** `namespace.name`, where `name` is isolated: as good as an import of that name. */
interface MemberAccess extends NamespaceAccess {
  readonly path: NodePath<t.MemberExpression>;
  readonly exported: string;
  readonly target: IsolatedExport;
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
  const names = new GeneratedNames(facts.file);
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

  for (const [i, unitFacts] of facts.units.entries()) {
    reportShared(unitFacts.unit, verdicts[i] ?? new Map(), isolated[i] ?? new Map(), collector);
    reportHeritage(unitFacts, isolated[i] ?? new Map(), collector);
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
      importedState: new Set(facts.imports.bindings.map(({ binding }) => binding)),
      accesses,
      collector,
    }),
  );
  const units = plans as unknown as Decisions['units'];
  const namespaceUses = namespaceAccesses(facts, accesses);
  const members = namespaceUses.flatMap(memberAccess);
  const foreign = foreignRecords(facts, members, names);
  const slots = assignSlots(facts, units, foreign, accesses, members, names);
  const direct = new Set(members.map(({ access }) => access));
  return {
    facts,
    options,
    names,
    runtimeNames,
    units,
    foreign,
    accesses: slots,
    namespaceAccesses: namespaceUses.filter(({ access }) => !direct.has(access)),
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
function foreignRecords(
  { imports }: ModuleFacts,
  members: readonly MemberAccess[],
  names: GeneratedNames,
): ForeignRecord[] {
  const fromMembers = members.map(({ namespace, exported, target }) => ({
    specifier: namespace.specifier,
    exported,
    target,
    binding: undefined,
  }));
  const byRecord = Map.groupBy([...imports.bindings, ...fromMembers], ({ specifier, target }) =>
    recordKey(specifier, target),
  );
  return [...byRecord].map(([key, group]) => ({
    key,
    specifier: group[0]?.specifier ?? '',
    exported: group[0]?.exported ?? '',
    photon: names.fresh(GENERATED_NAMES.photon),
    bindings: group.flatMap(({ binding }) => binding ?? []),
  }));
}

function recordKey(specifier: string, { origin }: IsolatedExport): string {
  return `${specifier}\0${origin}`;
}

function assignSlots(
  facts: ModuleFacts,
  units: readonly UnitPlan[],
  foreign: readonly ForeignRecord[],
  accesses: readonly Access[],
  members: readonly MemberAccess[],
  names: GeneratedNames,
): SlotAccess[] {
  const targets = ownTargets(facts, units);
  const sources = new Map(
    foreign.map(({ key, photon }) => [key, recordSource(photon, names.fresh(GENERATED_NAMES.record))]),
  );
  for (const { binding, specifier, target } of facts.imports.bindings) {
    const source = sources.get(recordKey(specifier, target));
    if (source) targets.set(binding, { source, slot: target.slot });
  }
  const named = accesses.flatMap((access): SlotAccess[] => {
    const target = targets.get(access.binding);
    const isOwn = units.some(({ isolated }) => isolated.has(access.binding));
    const stays = isOwn
      ? units.some(({ regions }) => regions.isDeclared(access.path))
      : isAssigned(access.path);
    return target && !stays ? [{ access, path: access.path, ...target }] : [];
  });
  const throughNamespaces = members.flatMap(({ access, path, namespace, target }): SlotAccess[] => {
    const source = sources.get(recordKey(namespace.specifier, target));
    return source ? [{ access, path, source, slot: target.slot }] : [];
  });
  return [...named, ...throughNamespaces];
}

type Target = Pick<SlotAccess, 'source' | 'slot'>;

/** Where the file's own isolated bindings are to be found. */
function ownTargets(facts: ModuleFacts, units: readonly UnitPlan[]): Map<Binding, Target> {
  const targets = new Map<Binding, Target>();
  const unitsOfFile = facts.units.map(({ unit }) => unit);
  for (const plan of units) {
    const around = (path: NodePath) => unitAround(path, unitsOfFile);
    const source = recordSource(
      plan.names.photon,
      plan.names.record,
      (path) => topLevelRecord(plan, path, around(path)),
      (path) => givenRecord(plan, path, around(path)),
    );
    for (const [binding, { name }] of plan.isolated) targets.set(binding, { source, slot: name });
  }
  return targets;
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

/** A read of an isolated member by its name. A call would get the namespace as `this`, so it takes a view. */
function memberAccess({ access, namespace }: NamespaceAccess): MemberAccess[] {
  const { parentPath, key } = access.path;
  if (!parentPath?.isMemberExpression() || key !== 'object') return [];
  const exported = memberName(parentPath.node);
  const target = exported === undefined ? undefined : isolatedExport(namespace.module, exported);
  if (exported === undefined || !target || isAssigned(parentPath) || isReceiver(parentPath)) return [];
  return [{ access, namespace, path: parentPath, exported, target }];
}

function isReceiver({ parentPath, key }: NodePath): boolean {
  if (parentPath?.isUnaryExpression({ operator: 'delete' })) return true;
  return key === 'tag' || (key === 'callee' && !parentPath?.isNewExpression());
}
