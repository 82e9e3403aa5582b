import { build } from 'esbuild';
import { type PhotonizePluginOptions, photonize } from '../../packages/esbuild-plugin/dist/index.js';
import type { Policy } from '../../packages/transform/dist/index.js';
import type { Format, Scenario } from './scenario.ts';

/** What the plugin decided about the modules of a bundle. */
export interface Decided {
  /** Modules that photons evaluate for themselves. */
  instances: number;
  /** Other modules with bindings of which each photon has its own. */
  isolated: number;
  shared: number;
}

/** What is to be private. */
export type Isolation = Pick<PhotonizePluginOptions, 'env' | 'globals'> & { readonly policy: Policy };

/** Bundles a scenario with the plugin. */
export async function bundle(
  { file, external, banners }: Pick<Scenario, 'file' | 'external' | 'banners'>,
  format: Format,
  isolation: Isolation,
  outfile: string,
): Promise<Decided> {
  const decided: Decided = { instances: 0, isolated: 0, shared: 0 };
  await build({
    entryPoints: [file],
    outfile,
    bundle: true,
    platform: 'node',
    format,
    external: [...external],
    banner: { js: banners[format] ?? '' },
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
    plugins: [photonize({ ...isolation, onModule: (plan) => decided[COUNTED[plan.choice]]++ })],
  });
  return decided;
}

const COUNTED = { instance: 'instances', bindings: 'isolated', shared: 'shared' } as const;
