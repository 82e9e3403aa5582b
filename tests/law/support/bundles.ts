import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { photonize } from '@photonize/esbuild-plugin';
import * as esbuild from 'esbuild';
import type { Case, Format } from './cases.js';

/** How a program is bundled: as it is, with its handler as a photon, or photonized but never run as a photon. */
export type Kind = 'plain' | 'photons' | 'root';

const PLUGINS: Readonly<Record<Kind, (options: Case['settings']['options']) => esbuild.Plugin[]>> = {
  plain: () => [],
  photons: (options) => [photonize({ ...options, handlers: ['handler'] })],
  root: (options) => [photonize(options)],
};

/** Bundles of fixtures, each made once. */
export class Bundles {
  readonly #folder = mkdtempSync(join(tmpdir(), 'photonize-law-'));
  readonly #made = new Map<string, Promise<string>>();

  /** The path of the bundle. */
  get(fixture: Case, kind: Kind, format: Format): Promise<string> {
    const outfile = join(this.#folder, fixture.name, `${kind}.${format === 'esm' ? 'mjs' : 'cjs'}`);
    const made = this.#made.get(outfile) ?? bundle(fixture, kind, format, outfile);
    this.#made.set(outfile, made);
    return made;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

async function bundle(
  { folder, entry, settings }: Case,
  kind: Kind,
  format: Format,
  outfile: string,
): Promise<string> {
  mkdirSync(join(outfile, '..'), { recursive: true });
  await esbuild.build({
    absWorkingDir: folder,
    entryPoints: [entry],
    outfile,
    format,
    bundle: true,
    platform: 'node',
    target: 'node24',
    logLevel: 'silent',
    // The fixtures stand for programs of their own: no settings of this repository's apply.
    tsconfigRaw: JSON.stringify(settings.tsconfig),
    plugins: PLUGINS[kind](settings.options),
  });
  return outfile;
}
