import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once as onceSent } from 'node:events';
import { join } from 'node:path';
import type { Scenario } from '../scenario.ts';
import { bundleTogether } from './function.ts';
import type { PhotonCost, Question } from './photons.ts';

/** What one more invocation of a function on many packages takes, as a process and as a photon. Medians. */
export interface StartCosts {
  readonly packages: readonly string[];
  readonly process: {
    /** From its start to its end, the call in between. */
    readonly ms: number;
    /** What a process takes that runs nothing. */
    readonly bareMs: number;
    /** The memory that it has for itself. */
    readonly kilobytes: number;
  };
  readonly cold: Required<Pick<PhotonCost, 'first' | 'init' | 'kilobytes'>>;
  readonly prewarmed: Required<Pick<PhotonCost, 'first' | 'start'>>;
}

const CHILD = join(import.meta.dirname, 'child.ts');
const ROUNDS = 15;
/** Rounds in which the photons' code is not optimized yet. */
const WARM_UP = 3;
const WARM_ROUNDS = 20;

/**
 * Measures what starting takes, processes and photons alternately.
 * @param output a folder for bundles
 */
export async function measureStarts(scenarios: readonly Scenario[], output: string): Promise<StartCosts> {
  const { packages, photons, once, memory, nothing } = await bundleTogether(scenarios, output);
  const child = fork(CHILD, [photons], {
    execArgv: ['--expose-gc', '--no-warnings'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const processes: number[] = [];
  const bare: number[] = [];
  const cold: PhotonCost[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    processes.push(timeOf(once));
    cold.push(await ask(child, 'cold'));
    bare.push(timeOf(nothing));
    cold.push(await ask(child, 'cold'));
  }
  const warm: PhotonCost[] = [];
  for (let round = 0; round < WARM_ROUNDS; round++) warm.push(await ask(child, 'warm'));
  const { kilobytes = 0 } = await ask(child, 'memory');
  child.disconnect();
  const steady = cold.slice(2 * WARM_UP);
  return {
    packages,
    process: { ms: median(processes), bareMs: median(bare), kilobytes: memoryPrintedBy(memory) },
    cold: { first: median(steady, 'first'), init: median(steady, 'init'), kilobytes },
    prewarmed: { first: median(warm, 'first'), start: median(warm, 'start') },
  };
}

async function ask(child: ChildProcess, question: Question): Promise<PhotonCost> {
  child.send(question);
  const [cost] = (await onceSent(child, 'message')) as [PhotonCost];
  return cost;
}

function timeOf(program: string): number {
  const begin = performance.now();
  run(program);
  return performance.now() - begin;
}

function memoryPrintedBy(program: string): number {
  return median([1, 2, 3].map(() => Number(run(program).split('\n').at(-1))));
}

/** @returns what it has printed on stderr */
function run(program: string): string {
  const { stderr, status } = spawnSync(process.execPath, [program], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stderr;
}

function median(numbers: readonly number[]): number;
function median(costs: readonly PhotonCost[], of: keyof PhotonCost): number;
function median(all: readonly (number | PhotonCost)[], of?: keyof PhotonCost): number {
  const numbers = all.map((each) => (typeof each === 'number' ? each : ((of && each[of]) ?? 0)));
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}
