import { type InspectedState, REASONS, type Verdict } from '@photonize/transform';
import type { Outcome, StatePolicy } from './report.js';

/** Puts a verdict into words, and says what it comes to. */
export function statePolicy(state: InspectedState, verdict: Verdict): StatePolicy {
  const { fate, reason } = verdict;
  return { fate, reason, because: REASONS[reason], outcome: outcomeOf(state, verdict) };
}

/** What is shared leaks if code changes it, and may leak if it may be mutable. */
function outcomeOf({ writers, mayChange }: InspectedState, { fate, reason }: Verdict): Outcome {
  if (fate === 'isolated') return 'private';
  if (reason === 'directive') return 'pinned';
  if (writers.length > 0) return 'leaks';
  return mayChange ? 'mayLeak' : 'harmless';
}
