import { asyncProperty, check as runProperty, sample } from 'fast-check';
import type { Piece } from './generate/piece.ts';
import type { Draft, ProgramOptions } from './generate/program.ts';
import type { ModeName } from './run/modes.ts';
import { judgeOracle } from './run/processes.ts';
import type { Program } from './run/program.ts';
import { judge, type Verdict } from './run/verdict.ts';
import { printProgram, programs } from './shrink/programs.ts';

/** One of many runs: its number and the seed of all make its program. */
export interface Run {
  readonly seed: number;
  readonly number: number;
}

/** Every so many runs, the program is bundled before. */
const BUNDLED = 20;

const BUNDLES: readonly ModeName[] = [
  'plugin-esm',
  'bundle-esm',
  'strict-esm',
  'plugin-cjs',
  'bundle-cjs',
  'strict-cjs',
];

/** What is done with a program: it is compiled in some way and compared, or the oracle is compared with processes. */
export type Check = ModeName | 'processes';

/** How the program of a run is compiled, unless the user chooses. */
export function checkOf({ number }: Run): Check {
  if (number % BUNDLED !== BUNDLED - 1) return 'files';
  return BUNDLES[Math.floor(number / BUNDLED) % BUNDLES.length] ?? 'files';
}

/** A finished bundle has lost its keywords: a variable that nobody assigns counts as a constant there. */
function optionsOf(check: Check): ProgramOptions {
  const isReassigned = check.startsWith('bundle');
  const mayProbe = !/^(?:plugin|strict)/.test(check);
  const isBundled = isReassigned || !mayProbe;
  const mayLeaveRunning = !check.startsWith('strict');
  return { isReassigned, mayProbe, mayDispose: !isBundled, mayNameLate: !isBundled, mayLeaveRunning };
}

function parametersOf({ seed, number }: Run): { seed: number; numRuns: number } {
  return { seed: (Math.imul(seed, 1_000_003) + number) | 0, numRuns: 1 };
}

/** The program of a run. */
export function draftOf(run: Run, check: Check): Draft {
  const [draft] = sample(programs(optionsOf(check)), parametersOf(run));
  if (draft === undefined) throw new Error('fast-check draws one program');
  return draft;
}

/** What becomes of a program. */
export function examine(program: Program, check: Check): Promise<Verdict> {
  return check === 'processes' ? judgeOracle(program) : judge(program, check);
}

/** Makes the program of a failing run as small as possible, so that it still fails in the same way. */
export async function shrinkRun(run: Run, check: Check, verdict: Verdict): Promise<Program> {
  const property = asyncProperty(programs(optionsOf(check)), async (draft) => {
    return !failsAlike(verdict, await examine(printProgram(draft), check));
  });
  const { counterexample } = await runProperty(property, parametersOf(run));
  return printProgram(counterexample?.[0] ?? draftOf(run, check));
}

function failsAlike(one: Verdict, other: Verdict): boolean {
  if (one.kind !== 'different' || other.kind !== 'different') return one.kind === other.kind;
  return one.where === other.where && namesNothing(one) === namesNothing(other);
}

/** Whether a program without some of its declarations differs by the messages about that. */
function namesNothing({ differences }: Extract<Verdict, { kind: 'different' }>): boolean {
  return differences.some((difference) => difference.includes('is not defined'));
}

/** The constructs in a program. */
export function constructsIn({ files }: Draft): Set<string> {
  const found = new Set<string>();
  const visit = ({ rule, parts }: Piece): void => {
    if (rule !== '') found.add(rule);
    for (const part of parts) {
      if (typeof part === 'string') continue;
      if ('separator' in part) part.pieces.forEach(visit);
      else visit('position' in part ? part.piece : part);
    }
  };
  for (const { code } of files) visit(code);
  return found;
}
