/** Builds in one process: once in a new context for each variant, then in the same contexts in turn. */
import { appendFile } from 'node:fs/promises';
import { photonize } from '@photonize/esbuild-plugin';
import { context } from 'esbuild';
import { serveTask } from '../support/child.js';

serveTask(async ({ entry, directory, sourcemap, variants, rounds = 0 }) => {
  const contexts = {};
  const cold = {};
  const project = {};
  for (const name of variants) {
    const start = performance.now();
    contexts[name] = await createContext(name, { entry, directory, sourcemap });
    const { metafile } = await contexts[name].rebuild();
    cold[name] = performance.now() - start;
    // The plugin hands esbuild more than the files' own text.
    if (name === 'plain') Object.assign(project, sizeOf(metafile));
  }
  const unchanged = await timeInTurn(contexts, rounds, () => {});
  const changed = await timeInTurn(contexts, rounds, (round) => appendFile(entry, `edits = ${round};\n`));
  for (const each of Object.values(contexts)) await each.dispose();
  return { ...project, cold, unchanged, changed };
});

function sizeOf({ inputs }) {
  const sizes = Object.values(inputs).map(({ bytes }) => bytes);
  return { files: sizes.length, bytes: sizes.reduce((sum, bytes) => sum + bytes, 0) };
}

function createContext(name, { entry, directory, sourcemap }) {
  return context({
    entryPoints: [entry],
    outfile: `${directory}built/${name}.mjs`,
    bundle: true,
    platform: 'node',
    format: 'esm',
    sourcemap,
    metafile: true,
    logLevel: 'error',
    plugins: name === 'photonized' ? [photonize()] : [],
  });
}

/** Wall clock: esbuild works in another process. In changing order: it cleans up after one while building the next. */
async function timeInTurn(contexts, rounds, beforeRound) {
  const times = Object.fromEntries(Object.keys(contexts).map((name) => [name, []]));
  for (let round = -2; round < rounds; round++) {
    await beforeRound(round);
    const order = Object.keys(contexts);
    order.push(...order.splice(0, (round + order.length) % order.length));
    for (const name of order) {
      const start = performance.now();
      await contexts[name].rebuild();
      if (round >= 0) times[name].push(performance.now() - start);
    }
  }
  return times;
}
