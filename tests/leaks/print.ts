import type { Prediction } from './predict.ts';
import type { Outcome, Result } from './result.ts';

/** Prints a row for each scenario, those that leak first, and how many are private. */
export function printResults(results: readonly Result[]): void {
  const worstFirst = results.toSorted((a, b) => rankOf(a) - rankOf(b));
  console.table(Object.fromEntries(worstFirst.map((result) => [result.name, rowOf(result)])));
  for (const policy of ['bindings', 'strict'] as const) {
    const inModules = results.filter(({ isInModules }) => isInModules);
    const isPrivate = inModules.filter((result) => result[policy].verdict === 'private').length;
    console.log(`${policy}: ${isPrivate} of ${inModules.length} private`);
  }
  for (const policy of ['bindings', 'strict'] as const) printPredictions(results, policy);
  const outside = results.filter(({ isInModules }) => !isInModules);
  if (outside.length === 0) return;
  const namesOf = (some: readonly Result[]) => some.map(({ name }) => name).join(', ') || 'none';
  const own = outside.filter((result) => result.outside?.verdict === 'private');
  console.log(`state outside of modules, which no policy owns: ${namesOf(outside)}`);
  console.log(`of these private with options \`env\` and \`globals\`: ${namesOf(own)}`);
}

/** How often the audit was right. */
function printPredictions(results: readonly Result[], policy: 'bindings' | 'strict'): void {
  const leaking = results.filter((result) => result[policy].verdict === 'leaks');
  const own = results.filter((result) => result[policy].verdict === 'private');
  const count = (some: readonly Result[], prediction: Prediction) =>
    some.filter(({ predicted }) => predicted[policy] === prediction).length;
  console.log(
    `audit, ${policy}: of ${leaking.length} that leak, ${count(leaking, 'leaks')} found, ` +
      `${count(leaking, 'may leak')} suspected, ${count(leaking, 'private')} missed; ` +
      `of ${own.length} that do not, ${count(own, 'leaks')} said to`,
  );
}

function rankOf({ isInModules, strict }: Result): number {
  if (strict.verdict === 'private') return 2;
  return isInModules ? 0 : 1;
}

function rowOf({ style, bindings, strict, isInModules, predicted }: Result) {
  const { decided, cost } = strict;
  const extra = cost && bindings.cost && cost.memory - bindings.cost.memory;
  return {
    style: isInModules ? style : `${style}, outside of modules`,
    bindings: verdictOf(bindings),
    strict: verdictOf(strict),
    'audit: bindings, strict': `${predicted.bindings}, ${predicted.strict}`,
    'modules: instances, isolated, shared': decided
      ? `${decided.instances}, ${decided.isolated}, ${decided.shared}`
      : '',
    'first touch, ms': cost?.firstTouch.toFixed(2),
    'KB a photon more than under bindings': extra?.toFixed(0),
  };
}

function verdictOf({ verdict, detail }: Outcome): string {
  return detail ? `${verdict}: ${detail.slice(0, 60)}` : verdict;
}
