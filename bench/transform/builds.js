import { mkdir, writeFile } from 'node:fs/promises';
import { runChild } from '../support/child.js';
import { median } from '../support/statistics.js';
import { PROJECT, SCRATCH } from './inputs.js';

/** What is built: a file that is changed from one build to the next, and eleven packages. */
const ENTRY = `${SCRATCH}app.js`;
const VARIANTS = ['plain', 'control', 'photonized'];

/**
 * Builds with esbuild, with the plugin and without, in turn: cold, each in a process of its own; then again and
 * again in contexts, as watching tools do, where nothing has changed and where one file has.
 * @param {number} rounds
 */
export async function measureBuilds(rounds) {
  await mkdir(SCRATCH, { recursive: true });
  await writeFile(ENTRY, `export * from ${JSON.stringify(PROJECT)};\nexport let edits = 0;\n`);
  const results = [];
  for (const sourcemap of [false, true]) {
    const task = { entry: ENTRY, directory: SCRATCH, sourcemap };
    const cold = Object.fromEntries(VARIANTS.map((name) => [name, []]));
    for (let round = 0; round < Math.ceil(rounds / 3); round++) {
      process.stderr.write('a cold build of each … ');
      for (const name of VARIANTS) cold[name].push((await build({ ...task, variants: [name] })).cold[name]);
    }
    process.stderr.write('builds in turn\n');
    const { unchanged, changed, ...project } = await build({ ...task, variants: VARIANTS, rounds });
    const maps = sourcemap ? ' with source maps' : '';
    results.push(
      { name: `cold${maps}`, ...project, ...ratios(cold) },
      { name: `again${maps}`, ...project, ...ratios(unchanged) },
      { name: `one file changed${maps}`, ...project, ...ratios(changed) },
    );
  }
  return results;
}

function build(task) {
  return runChild(new URL('build.js', import.meta.url), task);
}

function ratios(times) {
  const ratio = (name) => median(times[name].map((time, round) => time / times.plain[round]));
  return {
    plain: median(times.plain),
    photonized: median(times.photonized),
    ratio: ratio('photonized'),
    control: ratio('control'),
    rounds: times.plain.length,
  };
}
