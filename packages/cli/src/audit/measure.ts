import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withWorkspace } from '../files/workspace.js';
import { problem } from '../problems.js';
import type { ClockReply } from './clock.js';
import { timedBundle } from './timed-bundle.js';

const CLOCK_PROCESS = fileURLToPath(new URL('./clock.js', import.meta.url));

/**
 * Evaluates a function's modules once, in a process of their own, and tells how many milliseconds each takes by
 * itself. The handler is not called.
 * @returns by absolute path
 * @throws {Problem} PHO9008 when they cannot be evaluated
 */
export function measureInit(
  entry: string,
  external: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  return withWorkspace(entry, async (folder) => {
    const outfile = join(folder, 'timed.mjs');
    const modules = await timedBundle(entry, outfile, external);
    const reply = await evaluate(outfile);
    if ('error' in reply) throw problem('PHO9008', { file: entry, detail: reply.error });
    return new Map(
      modules.flatMap((path, number) => {
        const time = reply.times[number];
        return time === undefined ? [] : [[path, time] as const];
      }),
    );
  });
}

async function evaluate(file: string): Promise<ClockReply> {
  const child = fork(CLOCK_PROCESS, [file], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const told = once(child, 'message').then(([reply]) => reply as ClockReply);
  const ended = once(child, 'exit').then(
    ([code, signal]): ClockReply => ({ error: `its process ended: ${signal ?? `exit code ${code}`}` }),
  );
  return Promise.race([told, ended]);
}
