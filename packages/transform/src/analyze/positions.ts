import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { Place } from '../scope/place.js';
import { isMember, isTypeAssertion, type Member } from './names.js';

/** What holds something, in which property, and what holds that. */
interface Position {
  readonly parent: t.Node | undefined;
  readonly key: string;
  readonly around: t.Node | undefined;
}

/** Where something stands, as the running program sees it: in `(x as T) = 1`, `x` is assigned. */
function standsIn(at: Place | NodePath): Position {
  const outer = outsideTypes(at);
  if (outer instanceof Place) {
    const { parent, key } = outer;
    return { parent: parent?.node, key, around: parent?.parent?.node };
  }
  const { parentPath, listKey, key } = outer;
  return { parent: parentPath?.node, key: listKey ?? String(key), around: parentPath?.parentPath?.node };
}

/** The outermost type assertion around something, or that itself: `x as T` and `x!` are `x`. */
export function outsideTypes(at: NodePath): NodePath;
export function outsideTypes(at: Place): Place;
export function outsideTypes(at: Place | NodePath): Place | NodePath;
export function outsideTypes(at: Place | NodePath): Place | NodePath {
  const parent = at instanceof Place ? at.parent : at.parentPath;
  return parent && isTypeAssertion(parent.node) ? outsideTypes(parent) : at;
}

/** `x.name` around `x`. */
export function memberAround(place: Place): Place<Member> | undefined {
  const { parent, key } = outsideTypes(place);
  return parent && isMember(parent.node) && key === 'object' ? (parent as Place<Member>) : undefined;
}

/** Whether what stands somewhere is assigned: `x = 1`, `x++`, `[x] = xs`, `for (x of xs)`. */
export function isTarget(at: Place | NodePath): boolean {
  const { parent, key, around } = standsIn(at);
  switch (parent?.type) {
    case 'AssignmentExpression':
    case 'AssignmentPattern':
    case 'ForInStatement':
    case 'ForOfStatement':
      return key === 'left';
    case 'ArrayPattern':
      return key === 'elements';
    case 'ObjectProperty':
      return key === 'value' && t.isObjectPattern(around);
    default:
      return t.isUpdateExpression(parent) || t.isRestElement(parent);
  }
}

/** Whether it is deleted: `delete a.b`. */
export function isDeleted(at: Place | NodePath): boolean {
  return t.isUnaryExpression(standsIn(at).parent, { operator: 'delete' });
}

/** Whether it is called, as a function or as a tag. What `new` makes an object of is not. */
export function isCalled(at: Place | NodePath): boolean {
  const { parent, key } = standsIn(at);
  return key === 'tag' || (key === 'callee' && !t.isNewExpression(parent));
}

/** Where a node starts in the source: line from 1, column from 0. */
export function positionOf({ loc }: t.Node): { line: number; column: number } {
  return { line: loc?.start.line ?? 0, column: loc?.start.column ?? 0 };
}
