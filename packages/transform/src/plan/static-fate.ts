import type { ClassFacts, StaticFacts } from '../analyze/statics.js';
import type { Verdict } from './verdicts.js';

/**
 * Decides the fate of a static field under policy `bindings`: what is not final is isolated (semantics, "Policies").
 */
export function staticVerdict({ isReadonly, isConstant, directive }: StaticFacts): Verdict {
  if (directive === 'shared') return { fate: 'shared', reason: 'directive' };
  if (directive === 'private') return { fate: 'isolated', reason: 'directive' };
  if (isReadonly) return { fate: 'shared', reason: 'readonly' };
  if (isConstant) return { fate: 'shared', reason: 'constant' };
  return { fate: 'isolated', reason: 'static' };
}

/** Whether a static field is isolated. */
export function isStaticState(field: StaticFacts): boolean {
  return staticVerdict(field).fate === 'isolated';
}

/** Whether a class has isolated static fields. */
export function hasStaticState({ fields }: ClassFacts): boolean {
  return fields.some(isStaticState);
}
