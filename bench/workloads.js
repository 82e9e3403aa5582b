/**
 * Prints what the paper's five workloads take as photons and as processes, in the columns of the paper's Table 1, with the
 * paper's own rows beside them; and what isolation adds to the time of 1 to 160 invocations at once. See docs/performance.md.
 *
 *     npm run bench:workloads [-- --only NAME,… --quick --json FILE --plot FILE]
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { obstacleTo, startWorld, WORKLOADS } from '../fixtures/workloads/worlds.js';
import { installPackages } from './support/packages.js';
import { buildWorkload } from './workloads/build.js';
import { measureMemory } from './workloads/memory.js';
import { measureOverhead } from './workloads/overhead.js';
import { printMemory, printOverhead } from './workloads/print.js';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    plot: { type: 'string' },
  },
});
const names = options.only === '' ? WORKLOADS : options.only.split(',');
const unknown = names.filter((name) => !WORKLOADS.includes(name));
if (unknown.length > 0)
  throw new Error(`no workload ${unknown.join(', ')}; there are ${WORKLOADS.join(', ')}`);

/** How many invocations there are at once. Each of `video` has ffmpeg do all the work, which takes a core and 100 MB. */
const LEVELS = [1, 10, 40, 160];
const LEVELS_OF_VIDEO = [1, 2, 4];
/** How many events differ, and how many processes there are at once. */
const EVENTS = 16;
const [rounds, plan] = options.quick
  ? [1, { leastRounds: 1, leastMs: 500 }]
  : [3, { leastRounds: 4, leastMs: 3000 }];

installPackages();
installPackages(fileURLToPath(new URL('../fixtures/workloads/', import.meta.url)));
const results = [];
for (const name of names) {
  const obstacle = await obstacleTo(name);
  if (obstacle) console.log(`${name} is left out: ${obstacle}`);
  else results.push(await measure(name));
}
printMemory(results);
printOverhead(results);
if (options.json)
  await writeFile(options.json, `${JSON.stringify({ node: process.version, results }, null, 2)}\n`);
if (options.plot) {
  const { plotOverhead } = await import('./workloads/plot.js');
  await writeFile(options.plot, plotOverhead(results));
}

async function measure(name) {
  const all = name === 'video' ? LEVELS_OF_VIDEO : LEVELS;
  const levels = options.quick ? [1, all.at(-1)] : all;
  const bundles = await buildWorkload(name);
  const world = await startWorld(name, { count: Math.min(EVENTS, levels.at(-1)), isSmall: false });
  try {
    process.stderr.write(`${name}: memory … `);
    const { answers, ...memory } = await measureMemory(bundles, world, levels.at(-1), rounds);
    process.stderr.write('time … ');
    const overhead = await measureOverhead(bundles, world, answers, { ...plan, levels });
    process.stderr.write('done\n');
    return { name, memory, overhead };
  } finally {
    await world.stop();
  }
}
