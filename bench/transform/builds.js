import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { startChild } from '../support/child.js';
import { median } from '../support/statistics.js';
import { PROJECT, SCRATCH } from './inputs.js';

/** What is built: a file that is changed from one build to the next, and eleven packages. */
const ENTRY = `${SCRATCH}app.js`;
const VARIANTS = ['plain', 'control', 'bare', 'photonized'];

/** Builds that are not measured, until the compiler and esbuild are warm. */
const WARM_UPS = 4;

/**
 * Builds with esbuild, with the plugin and without, in turn, each in a process of its own: cold; then again and
 * again, as watching tools do, where nothing has changed and where one file has.
 * @param {number} rounds
 */
export async function measureBuilds(rounds) {
  await mkdir(SCRATCH, { recursive: true });
  const results = [];
  for (const sourcemap of [false, true]) {
    const maps = sourcemap ? ' with source maps' : '';
    process.stderr.write(`builds${maps} … `);
    await writeFile(ENTRY, `export * from ${JSON.stringify(PROJECT)};\nexport let edits = 0;\n`);
    const cold = [];
    for (let round = 1; round < rounds / 6; round++) {
      const builders = startBuilders(sourcemap);
      cold.push(await buildInTurn(builders, round));
      for (const each of Object.values(builders)) each.end();
    }
    const builders = startBuilders(sourcemap);
    cold.push(await buildInTurn(builders, 0));
    const edit = (round) => appendFile(ENTRY, `edits = ${round};\n`);
    const unchanged = await rebuild(builders, rounds, () => {});
    const changed = await rebuild(builders, rounds, edit);
    for (const each of Object.values(builders)) each.end();
    const [{ plain }] = cold;
    const project = { files: plain.files, bytes: plain.bytes };
    results.push(
      { name: `cold${maps}`, ...project, ...ratios(cold) },
      { name: `again${maps}`, ...project, ...ratios(unchanged) },
      { name: `one file changed${maps}`, ...project, ...ratios(changed) },
    );
    process.stderr.write(`${ratios(unchanged).ratio.toFixed(2)}\n`);
  }
  return results;
}

function startBuilders(sourcemap) {
  const builder = (name) => {
    const { ask, end } = startChild(new URL('build.js', import.meta.url));
    return { build: () => ask({ name, entry: ENTRY, directory: SCRATCH, sourcemap }), end };
  };
  return Object.fromEntries(VARIANTS.map((name) => [name, builder(name)]));
}

async function rebuild(builders, rounds, beforeRound) {
  const builds = [];
  for (let round = -WARM_UPS; round < rounds; round++) {
    await beforeRound(round);
    const built = await buildInTurn(builders, round + WARM_UPS);
    if (round >= 0) builds.push(built);
  }
  return builds;
}

/** One build of each, in changing order. */
async function buildInTurn(builders, round) {
  const order = Object.keys(builders);
  order.push(...order.splice(0, round % order.length));
  const built = {};
  for (const name of order) built[name] = await builders[name].build();
  return built;
}

function ratios(builds) {
  const ms = (name) => median(builds.map((built) => built[name].ms));
  const ratio = (name) => median(builds.map((built) => built[name].ms / built.plain.ms));
  return {
    plain: ms('plain'),
    photonized: ms('photonized'),
    ratio: ratio('photonized'),
    control: ratio('control'),
    bare: ratio('bare'),
    rounds: builds.length,
  };
}
