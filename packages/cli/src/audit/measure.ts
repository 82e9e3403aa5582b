import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InitCost } from '@photonize/audit';
import { withWorkspace } from '../files/workspace.js';
import { problem } from '../problems.js';
import type { ClockReply, Taken } from './clock.js';
import type { FoundModule } from './survey.js';
import { timedBundle } from './timed-bundle.js';

const CLOCK_PROCESS = fileURLToPath(new URL('./clock.js', import.meta.url));

/**
 * Evaluates a function's modules twice, in processes of their own, and tells what each takes by itself: time, and
 * memory that stays in use. The handler is not called.
 * @returns the modules with that
 * @throws {Problem} PHO9008 when they cannot be evaluated
 */
export function measureInit(
  entry: string,
  external: readonly string[],
  modules: readonly FoundModule[],
): Promise<FoundModule[]> {
  return withWorkspace(entry, async (folder) => {
    const outfile = join(folder, 'timed.mjs');
    await timedBundle(entry, outfile, external, modules);
    const time = await evaluate(entry, outfile, 'time');
    const memory = await evaluate(entry, outfile, 'memory');
    return modules.map((module, number) => ({ ...module, init: costOf(time[number], memory[number]) }));
  });
}

function costOf(time: Taken | undefined, memory: Taken | undefined): InitCost {
  return { ms: time?.whole ?? 0, bytes: Math.max(0, memory?.whole ?? 0), stateMs: time?.initializers ?? {} };
}

type Quantity = 'time' | 'memory';

async function evaluate(entry: string, file: string, of: Quantity): Promise<Readonly<Record<number, Taken>>> {
  const stdio = ['ignore', 'ignore', 'ignore', 'ipc'] as const;
  const child = fork(CLOCK_PROCESS, [file, of], { stdio: [...stdio], execArgv: ['--expose-gc'] });
  const told = once(child, 'message').then(([reply]) => reply as ClockReply);
  const ended = once(child, 'exit').then(
    ([code, signal]): ClockReply => ({ error: `its process ended: ${signal ?? `exit code ${code}`}` }),
  );
  const reply = await Promise.race([told, ended]);
  if ('error' in reply) throw problem('PHO9008', { file: entry, detail: reply.error });
  return reply.taken;
}
