/** Builds in a process of its own, with an esbuild of its own: first cold, then again in the same context. */
import { photonize } from '@photonize/esbuild-plugin';
import { context } from 'esbuild';
import { serveTasks } from '../support/child.js';
import { barePlugin } from './bare-plugin.js';

const PLUGINS = { bare: () => [barePlugin()], photonized: () => [photonize()] };

let built;

serveTasks(async (options) => {
  const start = performance.now();
  built ??= await createContext(options);
  const { metafile } = await built.rebuild();
  const ms = performance.now() - start;
  const sizes = Object.values(metafile.inputs).map(({ bytes }) => bytes);
  return { ms, files: sizes.length, bytes: sizes.reduce((sum, bytes) => sum + bytes, 0) };
});

process.once('disconnect', () => built?.dispose());

/** Wall clock: esbuild works in another process. */
function createContext({ name, entry, directory, sourcemap }) {
  return context({
    entryPoints: [entry],
    outfile: `${directory}built/${name}.mjs`,
    bundle: true,
    platform: 'node',
    format: 'esm',
    sourcemap,
    metafile: true,
    logLevel: 'error',
    plugins: PLUGINS[name]?.() ?? [],
  });
}
