import { copyFile } from 'node:fs/promises';
import { photonize } from '@photonize/esbuild-plugin';
import { build } from 'esbuild';
import { BUNDLING, entryOf, OUTPUT } from '../../fixtures/workloads/worlds.js';

/** Bundles a workload as it is, once more as the control, and photonized. @returns the bundles' paths */
export async function buildWorkload(name) {
  const [plain, control, photons] = ['plain', 'control', 'photons'].map(
    (kind) => `${OUTPUT}${name}.${kind}.mjs`,
  );
  const options = { ...BUNDLING, entryPoints: [entryOf(name)] };
  await build({ ...options, outfile: plain });
  await copyFile(plain, control);
  await build({ ...options, outfile: photons, plugins: [photonize({ handlers: ['handler'] })] });
  return { plain, control, photons };
}
