import { type Fate, type Policy, REASONS } from '@photonize/transform';
import type { LinkedState } from './linked-state.js';
import type { Outcome, StatePolicy } from './report.js';

/** Puts a verdict into words, and says what it comes to. */
export function statePolicy(state: LinkedState, policy: Policy): StatePolicy {
  const { fate, reason } = state.under[policy];
  const isPinned = reason === 'directive' || (reason === 'policy' && policy !== 'shared');
  const outcome = fate === 'shared' && isPinned ? 'pinned' : outcomeOf(state, fate);
  return { fate, reason, because: REASONS[reason], outcome };
}

/** What is shared leaks if code changes it, and may leak if it may be mutable. */
function outcomeOf({ writers, mayChange }: LinkedState, fate: Fate): Outcome {
  if (fate === 'isolated') return 'private';
  if (writers.length > 0) return 'leaks';
  return mayChange ? 'mayLeak' : 'harmless';
}
