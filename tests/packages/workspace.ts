import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { photonize } from '@photonize/esbuild-plugin';
import * as esbuild from 'esbuild';
import { absoluteAliases, photonizeFiles } from './photonize.ts';
import type { Suite } from './suites.ts';

const run = promisify(execFile);

/** Packages of this project that the checkouts find by their names. */
const OWN = ['@photonize/runtime', 'vitest'];
const MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/** A package twice: as it is, and photonized. */
export interface Workspace {
  readonly plain: string;
  readonly photonized: string;
  /** How many modules of the package were changed, and how many bindings are isolated in them. */
  readonly changed: number;
  readonly isolated: number;
}

/**
 * Copies a checkout, installs what its tests need, and photonizes one of the copies.
 * @param checkout the package's repository, without installed dependencies
 * @param folder where the copies go; dependencies that are there already stay
 */
export async function prepare(suite: Suite, checkout: string, folder: string): Promise<Workspace> {
  await mkdir(folder, { recursive: true });
  await install(suite, folder);
  const [plain, photonized] = [join(folder, 'plain'), join(folder, 'photonized')];
  for (const copy of [plain, photonized]) {
    await rm(copy, { recursive: true, force: true });
    await cp(checkout, copy, {
      recursive: true,
      filter: (path) => !['node_modules', '.git'].includes(basename(path)),
    });
  }
  await makeBundles(suite, plain, []);
  // The plugin transforms what is bundled; the rest is transformed where it is.
  await makeBundles(suite, photonized, [photonize()]);
  return { plain, photonized, ...(await photonizeFiles(suite, photonized)) };
}

async function makeBundles(
  { bundles = {}, aliases = {} }: Suite,
  folder: string,
  plugins: esbuild.Plugin[],
): Promise<void> {
  for (const [output, entry] of Object.entries(bundles)) {
    await esbuild.build({
      absWorkingDir: folder,
      entryPoints: [entry],
      outfile: output,
      bundle: true,
      format: output.endsWith('.esm.js') ? 'esm' : 'cjs',
      platform: 'node',
      alias: absoluteAliases(aliases, folder),
      logLevel: 'error',
      plugins,
    });
  }
}

/** Installs what the tests need, unless the last run did. */
async function install({ name, dependencies, overrides }: Suite, folder: string): Promise<void> {
  const contents = { name: `${name}-tests`, private: true, dependencies, overrides };
  const manifest = `${JSON.stringify(contents, undefined, 2)}\n`;
  const installed = await readFile(join(folder, 'node_modules', 'installed.json'), 'utf8').catch(() => '');
  if (installed === manifest) return;
  for (const old of ['node_modules', 'package-lock.json'])
    await rm(join(folder, old), { recursive: true, force: true });
  await writeFile(join(folder, 'package.json'), manifest);
  if (Object.keys(dependencies).length > 0)
    await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
  for (const own of OWN) {
    const link = join(folder, 'node_modules', own);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(MODULES, own), link);
  }
  await writeFile(join(folder, 'node_modules', 'installed.json'), manifest);
}
