import type { Binding, NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { type Access, collectAccesses } from '../analyze/accesses.js';
import type { ModuleFacts } from '../analyze/analyze.js';
import type { BindingFacts } from '../analyze/bindings.js';
import type { ImportedNamespace } from '../analyze/imports.js';
import { reportRefusals } from '../analyze/refusals.js';
import { isReadonly, staticFields, type TopLevelClass } from '../analyze/statics.js';
import type { Collector } from '../diagnostics/collector.js';
import type { ResolvedOptions } from '../options.js';
import { type ClassAction, planClasses } from './classes.js';
import { decideFates, isolatedBindings, type Verdict } from './fate.js';
import { type LookupPlan, planLookups } from './lookups.js';
import { GeneratedNames, recordSource, type UnitNames, unitNames } from './names.js';
import type { BindingPlan } from './plan.js';
import { Regions } from './regions.js';
import type { RecordSource } from './targets.js';
import { planTopLevel, type TopLevelAction } from './top-level.js';

/** An isolated binding that belongs to another module, as this file reaches it. */
export interface ForeignRecord {
  readonly specifier: string;
  readonly exported: string;
  /** The local name of the companion export. */
  readonly photon: string;
  readonly bindings: readonly Binding[];
}

/** All decisions about a file. The rewriter obeys them. */
export interface Decisions {
  readonly facts: ModuleFacts;
  readonly options: ResolvedOptions;
  readonly names: GeneratedNames;
  readonly own: UnitNames;
  /** The file's isolated bindings, with what is known of them. */
  readonly isolated: ReadonlyMap<Binding, BindingFacts>;
  readonly foreign: readonly ForeignRecord[];
  readonly actions: readonly TopLevelAction[];
  readonly classActions: readonly ClassAction[];
  readonly accesses: readonly SlotAccess[];
  readonly namespaceAccesses: readonly { readonly access: Access; readonly namespace: ImportedNamespace }[];
  readonly lookups: LookupPlan;
  readonly bindingPlans: readonly BindingPlan[];
}

/** An access to an isolated binding, and the slot it goes to. */
export interface SlotAccess {
  readonly access: Access;
  readonly source: RecordSource;
  readonly slot: string;
}

/** Decides what becomes of every binding, access and piece of top-level code of a file. */
export function decide(facts: ModuleFacts, options: ResolvedOptions, collector: Collector): Decisions {
  const importedNames = new Set(facts.imports.bindings.map(({ binding }) => binding.identifier.name));
  const verdicts = decideFates(facts.bindings, facts.unit, options, (name) => importedNames.has(name));
  const isolated = isolatedBindings(verdicts);
  const names = new GeneratedNames(facts.file.source);
  const own = unitNames(names);
  const foreign = foreignRecords(facts, names);
  const accesses = collect(facts, isolated);
  reportRefusals(facts.unit, new Set(isolated.keys()), accesses, collector);

  const classes = options.policy === 'shared' ? [] : facts.classes;
  const hasState =
    isolated.size > 0 || classes.some((path) => staticFields(path).some((f) => !isReadonly(f)));
  const watches = hasState || Object.values(options.imports).some(({ reachesState }) => reachesState);
  const topLevel = accesses.filter(({ activation }) => activation === undefined);
  const touches = (node: t.Node) => topLevel.some(({ path }) => contains(node, path.node));
  const refuse = (node: t.Node, construct: string, alternative: string) =>
    collector.report('PHO2006', node, { construct, alternative });
  const isIsolated = (binding: Binding | undefined) => binding !== undefined && isolated.has(binding);
  const actions = watches ? planTopLevel({ unit: facts.unit, isIsolated, touches, refuse }) : [];
  const statementRegions = new Regions(actions, []);
  const isInStep = (path: TopLevelClass) => statementRegions.recordAt(path) === 'given';
  const classActions = planClasses({ classes, isInStep, watches, touches });
  const regions = new Regions(actions, classActions);

  const slots = assignSlots({ facts, isolated, foreign, accesses, own, names, regions });
  return {
    facts,
    options,
    names,
    own,
    isolated,
    foreign,
    actions,
    classActions,
    accesses: slots,
    namespaceAccesses: namespaceAccesses(facts, accesses),
    lookups: planLookups(slots),
    bindingPlans: [...bindingPlans(verdicts), ...staticPlans(classes)],
  };
}

function collect(
  { program, imports, activations }: ModuleFacts,
  isolated: ReadonlyMap<Binding, unknown>,
): Access[] {
  const interesting = new Set([
    ...isolated.keys(),
    ...imports.bindings.map(({ binding }) => binding),
    ...imports.namespaces.map(({ binding }) => binding),
  ]);
  return interesting.size === 0 ? [] : collectAccesses(program, interesting, activations);
}

/** Imports of one owner through one specifier share a record, and so a lookup. */
function foreignRecords({ imports }: ModuleFacts, names: GeneratedNames): ForeignRecord[] {
  const byRecord = Map.groupBy(imports.bindings, ({ specifier, target }) => `${specifier}\0${target.origin}`);
  return [...byRecord.values()].map((group) => ({
    specifier: group[0]?.specifier ?? '',
    exported: group[0]?.exported ?? '',
    photon: names.fresh('$photon'),
    bindings: group.map(({ binding }) => binding),
  }));
}

interface SlotFacts {
  readonly facts: ModuleFacts;
  readonly isolated: ReadonlyMap<Binding, BindingFacts>;
  readonly foreign: readonly ForeignRecord[];
  readonly accesses: readonly Access[];
  readonly own: UnitNames;
  readonly names: GeneratedNames;
  readonly regions: Regions;
}

function assignSlots({ facts, isolated, foreign, accesses, own, names, regions }: SlotFacts): SlotAccess[] {
  const ownSource = recordSource(own.photon, own.record, (path) =>
    regions.recordAt(path) === 'given' ? own.record : `${own.module}().root`,
  );
  const sources = new Map<Binding, RecordSource>();
  for (const { photon, bindings } of foreign) {
    const source = recordSource(photon, names.fresh('$r'));
    for (const binding of bindings) sources.set(binding, source);
  }
  const slotOf = new Map(facts.imports.bindings.map(({ binding, target }) => [binding, target.slot]));
  return accesses.flatMap((access) => {
    const { binding, path } = access;
    if (isolated.has(binding)) {
      return regions.isDeclared(path) ? [] : [{ access, source: ownSource, slot: binding.identifier.name }];
    }
    const source = sources.get(binding);
    return source && !isAssigned(path) ? [{ access, source, slot: slotOf.get(binding) ?? '' }] : [];
  });
}

/** Assigning an import is an error of the program, which must stay one. */
function isAssigned({ key, parentPath }: NodePath): boolean {
  return Boolean(
    parentPath?.isUpdateExpression() || (parentPath?.isAssignmentExpression() && key === 'left'),
  );
}

function namespaceAccesses(
  { imports }: ModuleFacts,
  accesses: readonly Access[],
): Decisions['namespaceAccesses'] {
  const byBinding = new Map(imports.namespaces.map((namespace) => [namespace.binding, namespace]));
  return accesses.flatMap((access) => {
    const namespace = byBinding.get(access.binding);
    return namespace ? [{ access, namespace }] : [];
  });
}

function contains(outer: t.Node, inner: t.Node): boolean {
  return (outer.start ?? 0) <= (inner.start ?? 0) && (inner.end ?? 0) <= (outer.end ?? 0);
}

function bindingPlans(verdicts: ReadonlyMap<BindingFacts, Verdict>): BindingPlan[] {
  return [...verdicts].map(([{ name, kind, binding }, verdict]) => {
    const { line = 0, column = 0 } = binding.identifier.loc?.start ?? {};
    return { name, kind, ...verdict, line, column };
  });
}

function staticPlans(classes: readonly TopLevelClass[]): BindingPlan[] {
  return classes.flatMap((path) =>
    staticFields(path).map((field) => {
      const { line = 0, column = 0 } = field.node.loc?.start ?? {};
      const name = `${path.node.id?.name ?? 'class'}.${keyText(field.node)}`;
      const final = isReadonly(field);
      return {
        name,
        kind: 'static',
        fate: final ? 'shared' : 'isolated',
        reason: final ? 'readonly' : 'static',
        line,
        column,
      };
    }),
  );
}

function keyText({ key }: t.ClassProperty | t.ClassPrivateProperty | t.ClassAccessorProperty): string {
  if (t.isPrivateName(key)) return `#${key.id.name}`;
  if (t.isIdentifier(key)) return key.name;
  return t.isStringLiteral(key) ? key.value : '[computed]';
}
