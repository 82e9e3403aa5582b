/**
 * Runs the test suites of well-known packages on the package as it is and photonized, and compares each test.
 *
 *     PACKAGES_DIR=FOLDER npm run test:packages [-- NAME…] [--json FILE] [--work FOLDER]
 *
 * PACKAGES_DIR holds a checkout of each package, in a folder of its name; suites.ts tells of which repository and
 * commit. What the tests need besides is installed from npm.
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compareSuite, type SuiteReport } from './compare.ts';
import { SUITES } from './suites.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    work: { type: 'string', default: join(tmpdir(), 'photonize-packages') },
  },
});
const checkouts = process.env.PACKAGES_DIR;
if (checkouts === undefined) fail('Set PACKAGES_DIR to a folder with a checkout of each package.');
const unknown = positionals.find((name) => !SUITES.some((suite) => suite.name === name));
if (unknown !== undefined)
  fail(`There is no suite ${unknown}; there are ${SUITES.map(({ name }) => name).join(', ')}.`);

const chosen = SUITES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const missing = chosen.filter(({ name }) => !existsSync(join(checkouts, name)));
for (const { name, repository, commit } of missing)
  console.error(`${name}: no ${join(checkouts, name)}; check out ${commit} of ${repository} there`);

const reports: SuiteReport[] = [];
for (const suite of chosen.filter((each) => !missing.includes(each))) {
  const report = await compareSuite(suite, resolve(checkouts, suite.name), resolve(values.work, suite.name));
  reports.push(report);
  print(report);
}
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(reports, undefined, 2)}\n`);
const differs = reports.some(({ runs }) => runs.some(({ differences }) => differences.length > 0));
process.exitCode = differs || missing.length > 0 ? 1 : 0;

function print({ name, changed, isolated, runs }: SuiteReport): void {
  console.log(`${name}: ${changed} modules changed, ${isolated} bindings isolated`);
  for (const { label, counts, seconds, differences } of runs) {
    const { passed, failed, skipped } = counts;
    const verdict = differences.length === 0 ? '' : `, ${differences.length} differ`;
    console.log(
      `  ${label.padEnd(26)} ${passed} passed, ${failed} failed, ${skipped} skipped${verdict} (${seconds} s)`,
    );
    for (const { test, expected, got, error } of differences.slice(0, 5)) {
      console.log(
        `    ${test}: ${expected ?? 'missing'} → ${got ?? 'missing'}\n      ${error?.split('\n', 3).join('\n      ') ?? ''}`,
      );
    }
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
