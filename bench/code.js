/**
 * Prints what isolation costs: the time of real programs inside a photon divided by the time of the original, and
 * what single operations take on several versions of Node. See docs/performance.md.
 *
 *     npm run bench:code [-- --only NAME,… --quick --json FILE]
 */
import { readdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { combine } from './code/combine.js';
import { printMicro, printPrograms } from './code/print.js';
import { runChild } from './support/child.js';
import { rotations } from './support/orders.js';
import { findNode, installPackages } from './support/packages.js';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

installPackages();
const { buildProgram } = await import('./code/build.js');
const { writeMicroPrograms } = await import('./code/micro-files.js');

const files = await readdir(new URL('code/programs/', import.meta.url));
const known = [...files.map((file) => file.replace(/\.js$/, '')), 'micro'];
const chosen = options.only === '' ? known : options.only.split(',');
const unknown = chosen.filter((name) => !known.includes(name));
if (unknown.length > 0) throw new Error(`no program ${unknown.join(', ')}; there are ${known.join(', ')}`);

const programs = [];
const failures = [];
for (const name of chosen.filter((each) => each !== 'micro')) {
  try {
    programs.push(await measureProgram(name));
  } catch (error) {
    failures.push(`${name}: ${error.message}`);
  }
}
if (programs.length > 0) printPrograms(programs);
const micro = chosen.includes('micro') ? await measureMicro() : [];
if (micro.length > 0) printMicro(micro);
if (options.json)
  await writeFile(
    options.json,
    `${JSON.stringify({ node: process.version, programs, micro, failures }, null, 2)}\n`,
  );
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;

async function measureProgram(name) {
  process.stderr.write(`${name} … `);
  const { bundles, state } = await buildProgram(name);
  const [warmUpMs, measureMs] = options.quick ? [800, 1200] : [2000, 4000];
  const results = [];
  for (const order of rotations(Object.keys(bundles))) {
    const task = { bundles, order, warmUpMs, measureMs };
    results.push(await runChild(new URL('code/measure.js', import.meta.url), task));
  }
  const result = combine(results);
  for (const [kind, failure] of Object.entries(result.failures))
    failures.push(`${name}, ${kind}: ${failure}`);
  process.stderr.write(`${result.plugin?.ratio.toFixed(2) ?? 'wrong'}\n`);
  return { name, state, ...result };
}

async function measureMicro() {
  const task = await writeMicroPrograms();
  const results = [];
  for (const major of ['22', '24', '26']) {
    const { path, reason } = findNode(major);
    if (path === undefined) results.push({ node: `v${major}`, reason });
    else results.push(await runChild(new URL('code/micro.js', import.meta.url), task, { execPath: path }));
  }
  return results;
}
