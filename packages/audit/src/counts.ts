import { type Policy, perPolicy } from '@photonize/transform';
import type { Counts, CrossingReport, StateReport } from './report.js';

/** What is shared and what is not under each policy. */
export function count(
  state: readonly StateReport[],
  crossings: readonly CrossingReport[],
): Record<Policy, Counts> {
  const crosses = crossings.filter(({ isState }) => isState).length;
  return perPolicy((policy) => {
    const outcomes = state.map(({ under }) => under[policy].outcome);
    return countsOf((each) =>
      each === 'crosses' ? crosses : outcomes.filter((outcome) => outcome === each).length,
    );
  });
}

/** The sums of several. */
export function addCounts(all: readonly Readonly<Record<Policy, Counts>>[]): Record<Policy, Counts> {
  return perPolicy((policy) =>
    countsOf((each) => all.reduce((total, counts) => total + counts[policy][each], 0)),
  );
}

function countsOf(number: (each: keyof Counts) => number): Counts {
  return {
    leaks: number('leaks'),
    crosses: number('crosses'),
    mayLeak: number('mayLeak'),
    private: number('private'),
    pinned: number('pinned'),
  };
}

/** Orders what leaks more before what leaks less. */
export function worseFirst(a: Counts, b: Counts): number {
  const certain = b.leaks + b.crosses - (a.leaks + a.crosses);
  return certain || b.mayLeak - a.mayLeak || b.private - a.private;
}
