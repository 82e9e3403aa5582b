import process from 'node:process';
import { type Check, checkOf, constructsIn, draftOf, examine, type Run, shrinkRun } from './examine.ts';
import type { Program } from './run/program.ts';
import type { Verdict } from './run/verdict.ts';
import { printProgram } from './shrink/programs.ts';

/** What a worker is asked to do. */
export interface Task {
  readonly seed: number;
  readonly first: number;
  readonly count: number;
  readonly check?: Check;
  /** Whether to make failing programs smaller. */
  readonly shrink: boolean;
}

/** What a worker tells of each run. */
export interface Report {
  readonly run: number;
  readonly check: Check;
  readonly verdict: Verdict;
  readonly constructs: readonly string[];
  /** The program, if it fails. */
  readonly program: Program | undefined;
}

// While a program is made smaller, what its top-level code leaves running may lose what it needs.
process.on('unhandledRejection', () => undefined);

process.on('message', async ({ seed, first, count, check, shrink }: Task) => {
  for (let number = first; number < first + count; number++) {
    const run = { seed, number };
    process.send?.(await report(run, check ?? checkOf(run), shrink));
  }
});

async function report(run: Run, check: Check, shrink: boolean): Promise<Report> {
  const draft = draftOf(run, check);
  const original = printProgram(draft);
  const verdict = await examine(original, check);
  const found = { run: run.number, check, verdict, constructs: [...constructsIn(draft)] };
  if (verdict.kind !== 'different') return { ...found, program: undefined };
  if (!shrink) return { ...found, program: original };
  const program = await shrinkRun(run, check, verdict);
  return { ...found, program, verdict: await examine(program, check) };
}
