import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { type Access, collectAccesses } from '../analyze/accesses.js';
import type { ModuleFacts } from '../analyze/analyze.js';
import { memberName } from '../analyze/names.js';
import { isCalled, outsideTypes } from '../analyze/positions.js';
import type { TopLevelClass } from '../analyze/statics.js';
import type { Binding } from '../scope/scope.js';
import type { UnitNames } from './names.js';
import { privateName, privateSlot, type StaticFieldAction } from './static-fields.js';
import type { UnitPlan } from './unit-plan.js';

/** What names a class whose isolated static fields have a slot: outside of it, and inside. */
export interface NamedClass {
  readonly slot: string;
  readonly bindings: readonly Binding[];
  /** The names of its public isolated fields. */
  readonly fields: ReadonlySet<string>;
  /** The slots of its private isolated fields, by name. */
  readonly privates: ReadonlyMap<string, string>;
}

/** The classes of a unit whose static fields can be reached by name. */
export function namedClasses({ unit, classActions }: UnitPlan): NamedClass[] {
  const fields = classActions.filter((action) => action.kind === 'staticField');
  const byClass = Map.groupBy(fields, ({ path }) => path.parentPath.parentPath as TopLevelClass);
  return [...byClass].flatMap(([path, actions]) => {
    const slot = namedSlot(actions);
    if (slot === undefined) return [];
    const inside = unit.names.scopeOf(path.node)?.own(slot);
    const bindings = [unit.scope.own(slot), inside].flatMap((binding) => binding ?? []);
    return [
      {
        slot,
        bindings,
        fields: new Set(actions.flatMap(publicName)),
        privates: new Map(actions.flatMap(privateEntry)),
      },
    ];
  });
}

/** Classes that are anonymous, or may become another, have slots that no binding names. */
function namedSlot([first]: readonly StaticFieldAction[]): string | undefined {
  return first?.place.kind === 'slot' && first.place.hasDeadZone ? first.place.slot : undefined;
}

function publicName(action: StaticFieldAction): string[] {
  return action.key.kind === 'name' && privateName(action) === undefined ? [action.key.name] : [];
}

function privateEntry(action: StaticFieldAction): [string, string][] {
  const slot = privateSlot(action);
  return action.key.kind === 'name' && slot !== undefined ? [[action.key.name, slot]] : [];
}

/** A use of an isolated static field by the name of its class. */
export interface StaticAccess {
  readonly access: Access;
  /** What is replaced: the name of the class, by what the record holds for it, or `A.#secret` as a whole. */
  readonly path: NodePath<t.Identifier | t.JSXIdentifier | t.MemberExpression>;
  readonly slot: string;
}

/**
 * Where functions name an isolated static field by its class, as in `A.count`: they look the record up, so that
 * closures find the value of their surroundings. A method called so needs the class as its receiver.
 */
export function staticAccesses(classes: readonly NamedClass[], facts: ModuleFacts): StaticAccess[] {
  return mentions(classes, facts).flatMap(([access, named]) => staticAccess(access, named));
}

/** `delete A.count` in a function, where `count` is an isolated static field. */
export interface StaticDeletion {
  readonly path: NodePath<t.UnaryExpression>;
  readonly object: t.Node;
  readonly name: string;
  readonly names: UnitNames;
}

/** Where functions delete an isolated static field by the name of its class: the property is that of all photons. */
export function staticDeletions(plan: UnitPlan, facts: ModuleFacts): StaticDeletion[] {
  const { names } = plan;
  return mentions(namedClasses(plan), facts).flatMap(([{ path }, { fields }]) => {
    const member = memberOf(path);
    const name = member?.isMemberExpression() ? memberName(member.node) : undefined;
    const deletion = member && deletionOf(member);
    const isField = deletion !== undefined && name !== undefined && fields.has(name);
    return isField ? [{ path: deletion, object: path.node, name, names }] : [];
  });
}

/** Where functions name one of the classes. */
function mentions(classes: readonly NamedClass[], facts: ModuleFacts): [Access, NamedClass][] {
  const byBinding = new Map(classes.flatMap((each) => each.bindings.map((binding) => [binding, each])));
  if (byBinding.size === 0) return [];
  const accesses = collectAccesses(new Set(byBinding.keys()), facts.activations, facts.evals);
  return accesses.flatMap((access): [Access, NamedClass][] => {
    const named = byBinding.get(access.binding);
    const isRewritten = access.activation !== undefined && access.code === undefined;
    return named && isRewritten && !isInsideWith(access.path) ? [[access, named]] : [];
  });
}

/** The `A.count` around `A`. */
function memberOf({ key, parentPath }: NodePath): MemberPath | undefined {
  const isMember = parentPath?.isMemberExpression() || parentPath?.isOptionalMemberExpression();
  return key === 'object' && isMember ? (parentPath as MemberPath) : undefined;
}

type MemberPath = NodePath<t.MemberExpression> | NodePath<t.OptionalMemberExpression>;

function deletionOf(member: NodePath): NodePath<t.UnaryExpression> | undefined {
  const { parentPath } = outsideTypes(member);
  return parentPath?.isUnaryExpression({ operator: 'delete' }) ? parentPath : undefined;
}

function staticAccess(access: Access, { slot, fields, privates }: NamedClass): StaticAccess[] {
  const member = memberOf(access.path);
  if (!member || isCalled(member) || deletionOf(member)) return [];
  const { property } = member.node;
  if (t.isPrivateName(property)) {
    const privateSlot = privates.get(`#${property.id.name}`);
    return privateSlot !== undefined && member.isMemberExpression()
      ? [{ access, path: member, slot: privateSlot }]
      : [];
  }
  const name = memberName(member.node);
  return name !== undefined && fields.has(name) ? [{ access, path: access.path, slot }] : [];
}

function isInsideWith(path: NodePath): boolean {
  return path.findParent((parent) => parent.isWithStatement()) !== null;
}
