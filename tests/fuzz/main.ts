/**
 * Runs random programs as fresh processes would, as interleaved photons and at root, and compares.
 *
 *     npm run fuzz -- --runs 20000 --seed 1 [--first N] [--shrink] [--save DIR] [--json FILE] [--check NAME]
 *     npm run fuzz -- --mutants --runs 2000
 *
 * The latter breaks the compiler's rules, one at a time, and looks for a program that shows it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Check } from './examine.ts';
import { MUTANTS } from './mutants/mutants.ts';
import { findMutant } from './mutants/search.ts';
import { MODES } from './run/modes.ts';
import { Summary } from './summary.ts';
import type { Report } from './worker.ts';
import { runAll, type Search } from './workers.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    first: { type: 'string', default: '0' },
    workers: { type: 'string', default: String(availableParallelism()) },
    check: { type: 'string' },
    mutants: { type: 'boolean', default: false },
    shrink: { type: 'boolean', default: false },
    save: { type: 'string' },
    json: { type: 'string' },
  },
});
const seed = Number(values.seed);
const checks = [...Object.keys(MODES), 'processes'];
if (values.check !== undefined && !checks.includes(values.check))
  throw new Error(`checks are ${checks.join(', ')}`);

const search: Search = {
  seed,
  runs: Number(values.runs),
  first: Number(values.first),
  workers: Number(values.workers),
  ...(values.check !== undefined && { check: values.check as Check }),
};
if (values.mutants) await showMutants(search);
else await showPrograms(search);

/** Tells how many programs it takes to find each mutant. */
async function showMutants(options: Search): Promise<void> {
  for (const mutant of MUTANTS) {
    const programs = await findMutant(mutant, options);
    if (programs === undefined) process.exitCode = 1;
    console.log(`${mutant.name}: ${programs === undefined ? 'not found' : `found by program ${programs}`}`);
  }
}

/** Runs programs, shows those that break the law, and sums up. */
async function showPrograms(options: Search): Promise<void> {
  const summary = new Summary(options.runs);
  await runAll({
    ...options,
    shrink: values.shrink || values.save !== undefined,
    onReport(report) {
      summary.add(report);
      show(report);
      return true;
    },
    onStuck(run) {
      summary.addStuck(run);
      console.log(`run ${run} does not end`);
    },
  });
  console.log(summary.text());
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ seed, ...summary.data() }, null, 2)}\n`);
  if (summary.failures > 0) process.exitCode = 1;
}

function show({ run, check, verdict, program }: Report): void {
  if (verdict.kind !== 'different' || !program) return;
  console.log(`\n━━ run ${run} of seed ${seed} (${check}): ${verdict.where}`);
  for (const { name, code } of program.files) console.log(`── ${name}\n${code}`);
  console.log(`── events.json\n${JSON.stringify(program.events)}\n`);
  for (const difference of verdict.differences) console.log(difference);
  if (values.save === undefined) return;
  const folder = join(values.save, `seed-${seed}-run-${run}`);
  mkdirSync(folder, { recursive: true });
  for (const { name, code } of program.files) writeFileSync(join(folder, name), code);
  writeFileSync(join(folder, 'events.json'), `${JSON.stringify(program.events)}\n`);
}
