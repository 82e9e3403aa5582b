import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { absoluteAliases } from '../photonize.ts';

import { outcomeOf, type Report, resultsOf } from './outcome.ts';
import { hook, runNode } from './process.ts';
import type { Runner } from './run.ts';

const VITEST = fileURLToPath(new URL('../../../node_modules/vitest/vitest.mjs', import.meta.url));

/** Runs Vitest with the settings that the tests need. */
export const runVitest: Runner = async (suite, folder, mode) => {
  const { tests, except = [], settings, aliases = {} } = suite;
  const config = {
    root: folder,
    resolve: { alias: absoluteAliases(aliases, folder) },
    test: {
      include: tests,
      exclude: except,
      globals: true,
      maxWorkers: 2,
      ...settings,
      ...(mode !== 'root' && { runner: hook('vitest-runner.js') }),
    },
  };
  await writeFile(
    join(folder, 'vitest.photonize.mjs'),
    `export default ${JSON.stringify(config, undefined, 2)};\n`,
  );
  const report = join(folder, 'vitest.photonize.json');
  await rm(report, { force: true });
  const args = [
    'run',
    '--config',
    'vitest.photonize.mjs',
    '--reporter=json',
    `--outputFile=${report}`,
    '--silent',
  ];
  const { stdout, stderr, code } = await runNode(suite, folder, mode, [VITEST, ...args]);
  const text = await readFile(report, 'utf8').catch(() => {
    throw new Error(`vitest ended with ${code}:\n${stdout}${stderr}`);
  });
  return outcomeOf(resultsOf(JSON.parse(text) as Report, folder));
};
