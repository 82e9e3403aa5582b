/**
 * Runs handlers that leak in plain Node, photonized under both policies and in both formats, and compares what four
 * interleaved photons answer with what fresh processes do.
 *
 *     PACKAGES_DIR=FOLDER npm run packages [-- --only NAME,… --json FILE]
 *
 * Then it measures what one more invocation of a function on thirty of them takes, as a process and as a photon.
 * Without PACKAGES_DIR it runs the scenarios of this project.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { printResults } from './print.ts';
import { type Result, runScenario } from './result.ts';
import { readScenarios, type Scenario } from './scenario.ts';
import { measureStarts } from './starts/measure.ts';
import { printStarts } from './starts/print.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });
const { PACKAGES_DIR } = process.env;
const folder = PACKAGES_DIR ?? join(import.meta.dirname, 'own');
const chosen = values.only?.split(',');
const scenarios = (await readScenarios(folder)).filter(({ name }) => !chosen || chosen.includes(name));
if (scenarios.length === 0) throw new Error(`no such scenario in ${folder}`);

// Beside the packages, so that what stays external is found.
const output = await mkdtemp(
  join(PACKAGES_DIR ? join(PACKAGES_DIR, 'node_modules') : tmpdir(), 'photonize-leaks-'),
);
const results: Result[] = [];
for (const [i, scenario] of scenarios.entries()) {
  process.stderr.write(`\r\x1b[K${i + 1}/${scenarios.length} ${scenario.name}`);
  results.push(await runScenario(scenario, output));
}
process.stderr.write('\r\x1b[K');
const starts = await measureStarts(choosePackages(scenarios, results), output);
await rm(output, { recursive: true });
printResults(results);
printStarts(starts);
if (values.json) await writeFile(values.json, `${JSON.stringify({ results, starts }, null, 2)}\n`);
if (results.some(({ strict, isInModules }) => isInModules && strict.verdict !== 'private'))
  process.exitCode = 1;

/** Thirty packages whose state is private, for one function. */
function choosePackages(scenarios: readonly Scenario[], results: readonly Result[]): Scenario[] {
  const isPrivate = new Set(
    results.filter(({ strict }) => strict.verdict === 'private').map(({ name }) => name),
  );
  const together = scenarios.filter(
    ({ name, external, banners }) =>
      isPrivate.has(name) && external.length === 0 && banners.cjs !== undefined,
  );
  return together.slice(0, 30);
}
