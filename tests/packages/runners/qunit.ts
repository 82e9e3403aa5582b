import { basename } from 'node:path';
import { filesOf } from '../photonize.ts';
import { outcomeOf, parseResults } from './outcome.ts';
import { hook, photonArguments, runNode } from './process.ts';
import type { Runner } from './run.ts';

/** Runs each file in a process of its own. */
export const runQUnit: Runner = async (suite, folder, mode) => {
  const results = [];
  const preloaded = ['--require', hook('extensionless.cjs'), ...photonArguments(mode)];
  for (const file of filesOf(suite.tests, folder, suite.except)) {
    const args = [...preloaded, hook('qunit.js'), file];
    const { stdout, stderr, code } = await runNode(suite, folder, mode, args);
    const found = parseResults(stdout);
    if (found.length === 0) throw new Error(`${file} ended with ${code}:\n${stderr}`);
    results.push(...found.map((result) => ({ ...result, name: `${basename(file)} › ${result.name}` })));
  }
  return outcomeOf(results);
};
