import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));

/** Installs what the benchmarks run, or another folder's packages, unless that has been done. */
export function installPackages(folder = FOLDER) {
  if (existsSync(join(folder, 'node_modules'))) return;
  console.error(`installing the packages that ${relative('', folder)} runs`);
  execFileSync('npm', ['ci', '--prefix', folder, '--no-audit', '--no-fund'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/**
 * A version of Node that the benchmarks can run.
 * @param {string} major `22`, `24` or `26`
 * @returns its executable, or the reason why there is none
 */
export function findNode(major) {
  if (process.versions.node.startsWith(`${major}.`)) return { path: process.execPath };
  const path = `${FOLDER}node_modules/node-${major}/bin/node`;
  if (!existsSync(path)) return { reason: `npm did not install node@${major} for this platform` };
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore' });
    return { path };
  } catch (error) {
    return { reason: `node@${major} does not start here: ${error.message.split('\n')[0]}` };
  }
}
