import { pathToFileURL } from 'node:url';
import { filesOf } from '../photonize.ts';
import { outcomeOf, parseResults } from './outcome.ts';
import { hook, photonArguments, runNode } from './process.ts';
import type { Runner } from './run.ts';

/** Runs `node --test`, which gives each file a process of its own and hands these arguments on to it. */
export const runNodeTest: Runner = async (suite, folder, mode) => {
  const files = filesOf(suite.tests, folder, suite.except);
  const reporter = ['--test-reporter', pathToFileURL(hook('node-test-reporter.js')).href];
  const args = [...photonArguments(mode), '--test', '--test-concurrency=2', ...reporter, ...files];
  const { stdout, stderr, code } = await runNode(suite, folder, mode, args);
  const results = parseResults(stdout);
  if (results.length === 0) throw new Error(`node --test ended with ${code}:\n${stdout}${stderr}`);
  return outcomeOf(results);
};
