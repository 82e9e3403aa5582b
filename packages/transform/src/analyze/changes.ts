import type { Names } from '../scope/names.js';
import type { Place } from '../scope/place.js';
import { isGivenToChanger } from './calls.js';
import { isMember, memberName } from './names.js';
import { isCalled, isDeleted, isTarget, memberAround } from './positions.js';

/** Whether the language's own collections are changed by methods of this name. */
export function isChangingMethod(name: string | undefined): boolean {
  return name !== undefined && METHODS.test(name);
}

const METHODS = /^(?:add|clear|copyWithin|delete|fill|pop|push|reverse|set|shift|sort|splice|unshift)$/;

/**
 * Whether an object is visibly changed where it is named: `table.a.b = 1`, `delete table.a`, `list.push(1)`,
 * `Object.assign(table, { a })`.
 */
export function changeInPlace(place: Place, names: Names): 'changes' | 'deletes' | undefined {
  const whole = outermostMember(place);
  if (isGivenToChanger(whole, names)) return 'changes';
  if (!isMember(whole.node)) return undefined;
  if (isCalled(whole)) return isChangingMethod(memberName(whole.node)) ? 'changes' : undefined;
  if (isDeleted(whole)) return 'deletes';
  return isTarget(whole) ? 'changes' : undefined;
}

/** `table.a.b` around `table`. */
export function outermostMember(place: Place): Place {
  const member = memberAround(place);
  return member ? outermostMember(member) : place;
}
