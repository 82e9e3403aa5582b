import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { type Access, collectAccesses, withAround } from '../analyze/accesses.js';
import type { ModuleFacts } from '../analyze/analyze.js';
import { memberName } from '../analyze/names.js';
import { isCalled, outsideTypes } from '../analyze/positions.js';
import type { NamedClass } from './named-classes.js';
import type { UnitNames } from './names.js';

/** A use of an isolated static field by the name of its class. */
export interface StaticAccess {
  readonly access: Access;
  /** What is replaced: the name of the class, by what the record holds for it, or `A.#secret` as a whole. */
  readonly path: NodePath<t.Identifier | t.JSXIdentifier | t.MemberExpression>;
  readonly slot: string;
}

/** `delete A.count` in a function, where `count` is an isolated static field. */
export interface StaticDeletion {
  readonly path: NodePath<t.UnaryExpression>;
  readonly object: t.Node;
  readonly name: string;
  readonly names: UnitNames;
}

/** A place where a function names a class with isolated static fields. */
interface ClassUse {
  readonly access: Access;
  readonly named: NamedClass;
}

/** What functions do with isolated static fields by the names of their classes. */
export interface StaticUses {
  readonly accesses: readonly StaticAccess[];
  readonly deletions: readonly StaticDeletion[];
}

/**
 * Where functions name an isolated static field by its class, as in `A.count`: they look the record up, so that
 * closures find the value of their surroundings. A method called so needs the class as its receiver. The property that
 * they delete is that of all photons.
 */
export function staticUses(classes: readonly NamedClass[], facts: ModuleFacts): StaticUses {
  const uses = classUses(classes, facts);
  return { accesses: uses.flatMap(staticAccess), deletions: uses.flatMap(staticDeletion) };
}

function classUses(classes: readonly NamedClass[], facts: ModuleFacts): ClassUse[] {
  const byBinding = new Map(classes.flatMap((each) => each.bindings.map((binding) => [binding, each])));
  if (byBinding.size === 0) return [];
  const accesses = collectAccesses(new Set(byBinding.keys()), facts.activations, facts.evals);
  return accesses.flatMap((access) => {
    const named = byBinding.get(access.binding);
    const isRewritten = access.activation !== undefined && access.code === undefined;
    return named && isRewritten && !withAround(access) ? [{ access, named }] : [];
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

function staticAccess({ access, named: { slot, fields, privates } }: ClassUse): StaticAccess[] {
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

function staticDeletion({ access: { path }, named: { fields, names } }: ClassUse): StaticDeletion[] {
  const member = memberOf(path);
  const name = member && memberName(member.node);
  const deletion = member?.isMemberExpression() ? deletionOf(member) : undefined;
  const isField = deletion !== undefined && name !== undefined && fields.has(name);
  return isField ? [{ path: deletion, object: path.node, name, names }] : [];
}
