import { fork } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Answer } from './answers.js';

const RUNNER = fileURLToPath(new URL('runner.js', import.meta.url));
const LIMIT = 4;

let running = 0;
const waiting: (() => void)[] = [];

/** The oracle: each event in a process of its own. */
export async function inProcesses(program: string, events: readonly unknown[]): Promise<Answer[]> {
  const answers = await Promise.all(events.map((event) => runProcess(program, [event], false)));
  return answers.flat();
}

/** All events at once, in one process, started in the given order or in the reverse. */
export async function together(
  program: string,
  events: readonly unknown[],
  order: 'forward' | 'reversed',
): Promise<Answer[]> {
  if (order === 'forward') return runProcess(program, events, true);
  return (await runProcess(program, events.toReversed(), true)).toReversed();
}

/** One event after another, in one process. */
export function inTurn(program: string, events: readonly unknown[]): Promise<Answer[]> {
  return runProcess(program, events, false);
}

async function runProcess(program: string, events: readonly unknown[], together: boolean): Promise<Answer[]> {
  if (running === LIMIT) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await exchange({ program: pathToFileURL(program).href, events, together });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

function exchange(message: {
  program: string;
  events: readonly unknown[];
  together: boolean;
}): Promise<Answer[]> {
  return new Promise((resolve, reject) => {
    const child = fork(RUNNER, {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk;
    });
    child.once('error', reject);
    child.once('message', (answers) => resolve(answers as Answer[]));
    child.once('close', (code) => reject(new Error(`The process left with code ${code}:\n${errors}`)));
    child.send(message);
  });
}
