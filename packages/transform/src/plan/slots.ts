import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import { GENERATED_NAMES } from '@photonize/runtime/interface';
import type { Access } from '../analyze/accesses.js';
import type { ModuleFacts } from '../analyze/analyze.js';
import type { ImportedNamespace } from '../analyze/imports.js';
import { memberName } from '../analyze/names.js';
import { isCalled, isDeleted, isTarget } from '../analyze/positions.js';
import { type IsolatedExport, isolatedExport } from '../options.js';
import type { Binding } from '../scope/scope.js';
import { type GeneratedNames, recordSource } from './names.js';
import type { StaticAccess } from './static-accesses.js';
import type { RecordSource } from './targets.js';
import { givenRecord, topLevelRecord, type UnitPlan } from './unit-plan.js';

/** An isolated binding that belongs to another module, as this file reaches it. */
export interface ForeignRecord {
  /** Tells records apart. */
  readonly key: string;
  readonly specifier: string;
  readonly exported: string;
  /** The function that looks the record up. */
  readonly photon: string;
  /** The local name of the companion export: another where evals call the function, because bundlers rename imports. */
  readonly imported: string;
  readonly bindings: readonly Binding[];
  /** If it is what photons' instances of a CommonJS module export. */
  readonly instance: InstanceImport | undefined;
}

/** How a file reaches the running photon's instance of a CommonJS module. */
export interface InstanceImport {
  /** The path to require the module by. */
  readonly path: string;
  /** The variable that keeps what the runtime knows of it. */
  readonly variable: string;
  /** The local name of the default import, where the record holds that. */
  readonly byDefault: string | undefined;
}

/** An access to an isolated binding, and the slot it goes to. */
export interface SlotAccess {
  readonly access: Access;
  /** What is replaced: the name, or a member of a namespace. */
  readonly path: NodePath<t.Identifier | t.JSXIdentifier | t.MemberExpression | t.JSXMemberExpression>;
  readonly source: RecordSource;
  readonly slot: string;
  /** The variable that tells whether a variable made by eval is meant instead: see {@link Cell}. */
  readonly cell?: string;
}

/** A use of the namespace of a module with isolated exports, for which only a view will do. */
export interface NamespaceAccess {
  readonly access: Access;
  readonly namespace: ImportedNamespace;
}

/** `namespace.name`, where `name` is isolated: as good as an import of that name. */
export interface MemberAccess extends NamespaceAccess {
  readonly path: NodePath<t.MemberExpression | t.JSXMemberExpression>;
  readonly exported: string;
  readonly target: IsolatedExport;
}

/** Imports of one owner through one specifier share a record, and so a lookup. */
export function foreignRecords(
  { imports, evals }: ModuleFacts,
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
  return [...byRecord].map(([key, group]) => {
    const imported = names.fresh(GENERATED_NAMES.photon);
    return {
      key,
      specifier: group[0]?.specifier ?? '',
      exported: group[0]?.exported ?? '',
      photon: evals.codes.length > 0 ? names.ofModule(GENERATED_NAMES.photon) : imported,
      imported,
      bindings: group.flatMap(({ binding }) => binding ?? []),
      instance: group[0] && instanceImport(group[0], names),
    };
  });
}

function instanceImport(
  {
    target: { instance, slot },
    binding,
  }: Pick<MemberAccess, 'target'> & { readonly binding: Binding | undefined },
  names: GeneratedNames,
): InstanceImport | undefined {
  if (instance === undefined) return undefined;
  const byDefault = slot === 'default' ? binding?.name : undefined;
  return { path: instance, variable: names.fresh(GENERATED_NAMES.instance), byDefault };
}

/** What a CommonJS module exports by default may be all that it exports. */
function recordKey(specifier: string, { origin, slot, instance }: IsolatedExport): string {
  return `${specifier}\0${origin}\0${instance !== undefined && slot === 'default'}`;
}

/** The record and the slot of every access that is rewritten: own bindings, imports, members of namespaces. */
export function assignSlots(
  facts: ModuleFacts,
  units: readonly UnitPlan[],
  foreign: readonly ForeignRecord[],
  accesses: readonly Access[],
  ofClasses: readonly StaticAccess[],
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
  const owners = new Map(
    units.flatMap((plan) => [...plan.isolated.keys()].map((binding) => [binding, plan])),
  );
  const named = accesses.flatMap((access): SlotAccess[] => {
    const target = targets.get(access.binding);
    const owner = owners.get(access.binding);
    // Assigning an import is an error of the program, which must stay one.
    const stays = owner
      ? isDeclaredOutside(access, facts) || owner.regions.isDeclared(access.path) || assignsConstant(access)
      : isTarget(access.path);
    return target && !stays ? [{ access, path: access.path, ...target }] : [];
  });
  const throughNamespaces = members.flatMap(({ access, path, namespace, target }): SlotAccess[] => {
    const source = sources.get(recordKey(namespace.specifier, target));
    return source ? [{ access, path, source, slot: target.slot }] : [];
  });
  const throughClasses = ofClasses.flatMap((access): SlotAccess[] => {
    const target = targets.get(access.access.binding);
    return target ? [{ ...access, source: target.source }] : [];
  });
  return [...named, ...throughNamespaces, ...throughClasses];
}

/** Assigning a constant throws, whoever's it is: so does assigning the root's. */
function assignsConstant({ binding, path }: Access): boolean {
  if (binding.kind !== 'const' || !isTarget(path)) return false;
  return binding.writes.some(({ node }) => node === path.node);
}

/** `var count;`, where the code that initializes it is a module of its own. */
function isDeclaredOutside({ binding, path }: Access, { units: [{ unit }] }: ModuleFacts): boolean {
  const isDeclared = path.key === 'id' && path.parentPath?.isVariableDeclarator() === true;
  return isDeclared && unit.system.isHoisted(binding);
}

type Target = Pick<SlotAccess, 'source' | 'slot'>;

/** Where the file's own isolated bindings are to be found. */
function ownTargets(facts: ModuleFacts, units: readonly UnitPlan[]): Map<Binding, Target> {
  const targets = new Map<Binding, Target>();
  for (const plan of units) {
    const around = (path: NodePath) => facts.finder.around(path);
    const source = recordSource(
      plan.names.photon,
      plan.names.record,
      (path) => topLevelRecord(plan, path, around(path)),
      (path) => givenRecord(plan, path, around(path)),
    );
    for (const [binding, { name }] of plan.isolated) targets.set(binding, { source, slot: name });
    for (const { slot, bindings } of plan.namedClasses)
      for (const binding of bindings) targets.set(binding, { source, slot });
  }
  return targets;
}

/** The accesses to namespaces of modules with isolated exports. */
export function namespaceAccesses({ imports }: ModuleFacts, accesses: readonly Access[]): NamespaceAccess[] {
  const byBinding = new Map(imports.namespaces.map((namespace) => [namespace.binding, namespace]));
  return accesses.flatMap((access) => {
    const namespace = byBinding.get(access.binding);
    return namespace ? [{ access, namespace }] : [];
  });
}

/**
 * A read of an isolated member by its name. A call would get the namespace as `this`, so it takes a view, and what the
 * default of an instance is only namespaces tell.
 */
export function memberAccess({ access, namespace }: NamespaceAccess): MemberAccess[] {
  const { parentPath, key } = access.path;
  const isMember = parentPath?.isMemberExpression() || parentPath?.isJSXMemberExpression();
  if (!isMember || key !== 'object') return [];
  const exported = memberName(parentPath.node);
  const target = exported === undefined ? undefined : isolatedExport(namespace.module, exported);
  if (target?.instance !== undefined && target.slot === 'default') return [];
  if (exported === undefined || !target || isTarget(parentPath)) return [];
  if (isDeleted(parentPath) || isCalled(parentPath)) return [];
  return [{ access, namespace, path: parentPath, exported, target }];
}
