import { relative } from 'node:path';
import { filesOf } from '../photonize.ts';
import { outcomeOf, type Result } from './outcome.ts';
import { photonArguments, runNode } from './process.ts';
import type { Runner } from './run.ts';

/** Runs a program that tests and prints one line for each group: `Normal parser: 3532 tests run in 5ms; all passed.` */
export const runScript: Runner = async (suite, folder, mode) => {
  const results: Result[] = [];
  for (const file of filesOf(suite.tests, folder, suite.except)) {
    const { stdout, stderr, code } = await runNode(suite, folder, mode, [...photonArguments(mode), file]);
    const found = stdout.split('\n').flatMap(readLine);
    if (found.length === 0) throw new Error(`${file} ended with ${code}:\n${stdout}${stderr}`);
    results.push(
      ...found.map(({ name, ...result }) => ({ name: `${relative(folder, file)} › ${name}`, ...result })),
    );
  }
  return outcomeOf(results);
};

const LINE = /^\s*(?!\s|Total)(.+): (\d+) tests run in \d+ms; (?:(\d+) failures|all passed)\.$/;

/** As many results as the group has tests: they have no names. */
function readLine(line: string): Result[] {
  const [, name = '', count = '0', failures = '0'] = LINE.exec(line) ?? [];
  return Array.from({ length: Number(count) }, (_, i) => ({
    name,
    status: i < Number(failures) ? 'failed' : 'passed',
  }));
}
