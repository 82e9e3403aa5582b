import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { compareSuite, type SuiteReport } from './compare.ts';
import type { RunnerName } from './suites.ts';

const WORK = mkdtempSync(join(tmpdir(), 'photonize-packages-'));
afterAll(() => rmSync(WORK, { recursive: true }));

/** Runs tests of the package in sample/: all that the suites of others need but a network. */
function compareSample(runner: RunnerName, file: string): Promise<SuiteReport> {
  const suite = {
    name: 'sample',
    repository: '',
    commit: '',
    sources: ['src/*.js'],
    entries: ['src/counter.js'],
    runner,
    tests: [`test/${file}`],
    dependencies: {},
  };
  return compareSuite(suite, fileURLToPath(new URL('sample', import.meta.url)), join(WORK, file));
}

test.concurrent.each([
  ['vitest', 'vitest.js', { passed: 2, failed: 0, skipped: 1 }],
  ['node:test', 'node-test.js', { passed: 2, failed: 0, skipped: 1 }],
  ['script', 'script.js', { passed: 3, failed: 0, skipped: 0 }],
] as const)('tests run by %s pass photonized, and in photons', async (runner, file, counts) => {
  const { changed, isolated, runs } = await compareSample(runner, file);
  expect({ changed, isolated }).toEqual({ changed: 2, isolated: 2 });
  expect(runs.map((run) => run.differences)).toEqual([[], [], [], []]);
  expect(runs.map((run) => run.counts)).toEqual([counts, counts, counts, counts]);
});

test('a test that ends otherwise in photons is found', async () => {
  const { runs } = await compareSample('node:test', 'differs.js');
  const found = runs.map(({ differences }) => differences.map(({ test, got }) => `${test}: ${got}`));
  const difference = 'test/differs.js › fails in photons: failed';
  expect(found).toEqual([[], [], [difference], [difference]]);
});
