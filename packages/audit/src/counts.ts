import { type Policy, perPolicy } from '@photonize/transform';
import type { Counts, StateReport } from './report.js';

/** What is shared and what is not, of some states, under each policy. */
export function countStates(state: readonly StateReport[]): Record<Policy, Counts> {
  return perPolicy((policy) => {
    const count = (outcome: keyof Counts) =>
      state.filter(({ under }) => under[policy].outcome === outcome).length;
    return {
      leaks: count('leaks'),
      mayLeak: count('mayLeak'),
      private: count('private'),
      pinned: count('pinned'),
    };
  });
}

/** The sums of several. */
export function addCounts(all: readonly Readonly<Record<Policy, Counts>>[]): Record<Policy, Counts> {
  return perPolicy((policy) => {
    const sum = (of: keyof Counts) => all.reduce((total, counts) => total + counts[policy][of], 0);
    return { leaks: sum('leaks'), mayLeak: sum('mayLeak'), private: sum('private'), pinned: sum('pinned') };
  });
}

/** Orders what leaks more before what leaks less. */
export function worseFirst(a: Counts, b: Counts): number {
  return b.leaks - a.leaks || b.mayLeak - a.mayLeak || b.private - a.private;
}
