import { join } from 'node:path';
import { photonize } from '@photonize/esbuild-plugin';
import { build } from 'esbuild';

export type Format = 'esm' | 'cjs';

/** Bundles a function, photonized for Lambda or as it is. */
export async function buildFunction(
  name: string,
  { format, photons, outdir }: { format: Format; photons: boolean; outdir: string },
): Promise<void> {
  await build({
    entryPoints: [join(import.meta.dirname, `functions/${name}.js`)],
    outfile: join(outdir, format === 'esm' ? 'app.mjs' : 'app.cjs'),
    bundle: true,
    platform: 'node',
    target: 'node22',
    format,
    logLevel: 'error',
    plugins: photons ? [photonize({ handlers: { handler: 'lambda' } })] : [],
  });
}
