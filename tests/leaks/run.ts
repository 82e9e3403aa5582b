/**
 * Runs handlers that leak in plain Node, photonized under both policies and in both formats, and compares what four
 * interleaved photons answer with what fresh processes do.
 *
 *     PACKAGES_DIR=FOLDER npm run packages [-- --only NAME,… --json FILE]
 *
 * Without PACKAGES_DIR it runs the scenarios of this project.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { printResults } from './print.ts';
import { type Result, runScenario } from './result.ts';
import { readScenarios } from './scenario.ts';

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
await rm(output, { recursive: true });
printResults(results);
if (values.json) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
if (results.some(({ strict, isInModules }) => isInModules && strict.verdict !== 'private'))
  process.exitCode = 1;
