import { geometricMean, median } from '../support/statistics.js';

/**
 * Puts together what the processes have measured that loaded the same bundles in different order.
 * @returns for each kind of bundle the geometric mean of its ratios, and the lowest and the highest one
 */
export function combine(results) {
  const failures = Object.assign({}, ...results.map((result) => result.failures));
  const kinds = Object.keys(results[0]).filter((kind) => results.every((result) => result[kind]?.ratio));
  const combined = kinds.map((kind) => {
    const ratios = results.map((result) => result[kind].ratio);
    const initMs = median(results.map((result) => result[kind].initMs));
    return [
      kind,
      { ratio: geometricMean(ratios), range: [Math.min(...ratios), Math.max(...ratios)], initMs },
    ];
  });
  return {
    ...Object.fromEntries(combined),
    failures,
    msPerCall: median(results.map(({ msPerCall }) => msPerCall)),
    rounds: results.reduce((sum, { rounds }) => sum + rounds, 0),
  };
}
