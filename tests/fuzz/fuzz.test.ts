import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Check } from './examine.ts';
import { MUTANTS } from './mutants/mutants.ts';
import { findMutant } from './mutants/search.ts';
import type { Report } from './worker.ts';
import { runAll } from './workers.ts';

const SEED = 2026;

/** Runs programs of one seed. */
async function search(runs: number, check?: Check): Promise<{ failed: Report[]; same: number }> {
  const reports: Report[] = [];
  await runAll({
    seed: SEED,
    first: 0,
    runs,
    workers: 2,
    shrink: true,
    ...(check && { check }),
    onReport(report) {
      reports.push(report);
      return true;
    },
    onStuck(run) {
      throw new Error(`run ${run} does not end`);
    },
  });
  const of = (kind: string) => reports.filter(({ verdict }) => verdict.kind === kind);
  return { failed: of('different'), same: of('same').length };
}

test('random programs answer in photons as they do in fresh instances', async () => {
  const { failed, same } = await search(300);
  expect(failed).toEqual([]);
  expect(same).toBeGreaterThan(270);
});

test('fresh instances answer as processes do', async () => {
  expect(await search(20, 'processes')).toEqual({ failed: [], same: 20 });
});

test.each(MUTANTS)('one place in the compiler can be broken so that $name', ({ file, original }) => {
  const compiler = new URL('../../packages/transform/dist/', import.meta.url);
  expect(readFileSync(new URL(file, compiler), 'utf8').split(original)).toHaveLength(2);
});

test.each(MUTANTS.slice(0, 4))('random programs find out that $name', async (mutant) => {
  const found = await findMutant(mutant, { seed: SEED, first: 0, runs: 600, workers: 2 });
  expect(found).toBeGreaterThan(0);
});
