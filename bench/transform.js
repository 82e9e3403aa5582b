/**
 * Prints how fast the compiler is: the time to transform files of 100 KB to 10 MB divided by the time that Babel
 * takes to parse and print them, and the time of esbuild's builds with the plugin divided by that without. See
 * docs/performance.md.
 *
 *     npm run bench:transform [-- --only NAME,… --quick --json FILE]
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { runChild } from './support/child.js';
import { installPackages } from './support/packages.js';
import { measureBuilds } from './transform/builds.js';
import { INPUTS, inputFile } from './transform/inputs.js';
import { printBuilds, printFiles } from './transform/print.js';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

const known = [...INPUTS, 'builds'];
const chosen = options.only === '' ? known : options.only.split(',');
const unknown = chosen.filter((name) => !known.includes(name));
if (unknown.length > 0) throw new Error(`no input ${unknown.join(', ')}; there are ${known.join(', ')}`);

installPackages();
const files = [];
for (const name of chosen.filter((each) => each !== 'builds')) files.push(await measureFile(name));
if (files.length > 0) printFiles(files);
const builds = chosen.includes('builds') ? await measureBuilds(options.quick ? 12 : 40) : [];
if (builds.length > 0) printBuilds(builds);
if (options.json) {
  await writeFile(options.json, `${JSON.stringify({ node: process.version, files, builds }, null, 2)}\n`);
}

async function measureFile(name) {
  process.stderr.write(`${name} … `);
  const { path, bytes } = await inputFile(name);
  const result = await runChild(new URL('transform/measure.js', import.meta.url), {
    path,
    ...roundsFor(bytes),
  });
  process.stderr.write(`${result.toPrinted.toFixed(2)}\n`);
  return { name, bytes, ...result };
}

/** Small files need more rounds: until the compiler itself is compiled, and because they scatter more. */
function roundsFor(bytes) {
  const scale = (options.quick ? 10 : 30) / (1 + bytes / 1e6);
  return { warmUps: Math.ceil(2 + scale / 6), rounds: Math.ceil(3 + scale) };
}
