import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { outcomeOf, type Report, resultsOf } from './outcome.ts';
import { hook, runNode } from './process.ts';
import type { Runner } from './run.ts';

const RUNTIME = fileURLToPath(import.meta.resolve('@photonize/runtime'));

/** Runs Jest with the settings that the tests need. */
export const runJest: Runner = async (suite, folder, mode) => {
  const { tests, except = [], settings } = suite;
  const config = {
    rootDir: folder,
    testMatch: tests.map((pattern) => `<rootDir>/${pattern}`),
    testPathIgnorePatterns: except,
    transform: { '\\.[jt]s$': 'babel-jest' },
    moduleNameMapper: { '^@photonize/runtime$': '<rootDir>/runtime.photonize.js' },
    setupFiles: mode === 'root' ? [] : [hook('photon.cjs')],
    ...settings,
  };
  await bundleRuntime(join(folder, 'runtime.photonize.js'));
  await writeFile(join(folder, 'jest.photonize.json'), JSON.stringify(config));
  const jest = join(folder, '../node_modules/jest/bin/jest.js');
  const args = [jest, '--config', 'jest.photonize.json', '--json', '--maxWorkers=2', '--silent'];
  const { stdout, stderr, code } = await runNode(suite, folder, mode, args);
  if (!stdout.startsWith('{')) throw new Error(`jest ended with ${code}:\n${stderr}`);
  return outcomeOf(resultsOf(JSON.parse(stdout) as Report, folder));
};

/** Old versions know neither ES modules nor Node's own by their full names; old Nodes do not, either. */
async function bundleRuntime(outfile: string): Promise<void> {
  const target = 'node12';
  await esbuild.build({
    entryPoints: [RUNTIME],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target,
  });
}
