import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Policy } from '../../packages/transform/dist/index.js';
import { bundle, type Decided, type Isolation } from './build.ts';
import { type Measurement, measure } from './measure.ts';
import { type Prediction, predict } from './predict.ts';
import type { Format, Scenario } from './scenario.ts';

/** `private` if photons answer what processes do; else what went wrong. */
export type Verdict = 'private' | 'leaks' | 'does not build' | 'does not run';

/** What became of a scenario under a policy. */
export interface Outcome {
  /** The worst of both formats. */
  readonly verdict: Verdict;
  readonly detail?: string;
  readonly decided?: Decided;
  readonly cost?: Pick<Measurement, 'firstTouch' | 'memory'>;
}

/** What became of a scenario. */
export interface Result extends Pick<Scenario, 'name' | 'package' | 'style' | 'isInModules'> {
  readonly bindings: Outcome;
  readonly strict: Outcome;
  /** Under policy `strict` with globals and the environment private: of those whose state is outside of modules. */
  readonly outside?: Outcome;
  /** What the audit says. */
  readonly predicted: Readonly<Record<Policy, Prediction>>;
}

/**
 * Builds and runs a scenario in all ways.
 * @param output a folder for bundles
 */
export async function runScenario(scenario: Scenario, output: string): Promise<Result> {
  const { name, style, isInModules } = scenario;
  const run = (isolation: Isolation) => runAs(scenario, isolation, output);
  const [bindings, strict] = [await run({ policy: 'bindings' }), await run({ policy: 'strict' })];
  const outside = isInModules ? undefined : await run({ policy: 'strict', env: true, globals: true });
  const predicted = await predict(scenario);
  return {
    name,
    package: scenario.package,
    style,
    isInModules,
    bindings,
    strict,
    predicted,
    ...(outside && { outside }),
  };
}

async function runAs(scenario: Scenario, isolation: Isolation, output: string): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (const format of Object.keys(scenario.banners) as Format[])
    outcomes.push(await runBundle(scenario, format, isolation, output));
  const [first = { verdict: 'does not build' }] = outcomes;
  return outcomes.find(({ verdict }) => verdict !== 'private') ?? first;
}

async function runBundle(
  scenario: Scenario,
  format: Format,
  isolation: Isolation,
  output: string,
): Promise<Outcome> {
  const file = join(
    output,
    `${scenario.name}.${Object.keys(isolation).length}.${isolation.policy}.${format === 'esm' ? 'mjs' : 'cjs'}`,
  );
  let decided: Decided;
  try {
    decided = await bundle(scenario, format, isolation, file);
  } catch (error) {
    return { verdict: 'does not build', detail: firstLine(error) };
  }
  try {
    const { answers, ...cost } = await measure(file);
    const isPrivate = isDeepStrictEqual(answers, scenario.oracle);
    return { verdict: isPrivate ? 'private' : 'leaks', decided, cost };
  } catch (error) {
    return { verdict: 'does not run', detail: firstLine(error), decided };
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n').slice(0, 2).join(' ');
}
