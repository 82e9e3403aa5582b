import { parentPort, workerData } from 'node:worker_threads';
import { setOrphanAccess } from '@photonize/runtime';
import type { Command, Report, ThreadData } from '../messages.js';
import { callingOf } from './convention.js';
import { contain } from './faults.js';
import { loadFunction } from './load.js';
import { nameLines, printed } from './logs.js';
import { Measuring } from './measuring.js';
import { Runner } from './runner.js';
import { answerWhoRuns } from './who-runs.js';

/** The thread in which a function runs: loads it, then runs calls as they come. */
async function main(data: ThreadData): Promise<void> {
  const { file, handler, convention, timeout, beats, beatMs } = data;
  const port = parentPort as NonNullable<typeof parentPort>;
  const report = (message: Report) => port.postMessage(message);
  contain();
  nameLines();
  answerWhoRuns(beats);
  const runner = new Runner(callingOf(convention, await loadFunction(file, handler), timeout), report);
  setOrphanAccess(data.orphanAccess);
  const measuring = new Measuring(runner, report);
  port.on('message', (command: Command) => {
    if (command.type === 'calls') runner.add(command.calls);
    else if (command.type === 'written') runner.written(command.seq);
    else if (command.type === 'give up') runner.giveUp(command.seq, command.reason);
    else void printed().then(() => report({ type: 'done' }));
  });
  setInterval(() => {
    Atomics.add(beats, 0, 1);
    // What an ended execution has left lying.
    runner.runWaiting();
    measuring.beat();
  }, beatMs);
  report({ type: 'ready' });
}

main(workerData as ThreadData).catch((error: unknown) => {
  parentPort?.postMessage({ type: 'not loaded', error: plain(error) } satisfies Report);
});

/** An error that can be sent whatever has been attached to it. */
function plain(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  return Object.assign(new Error(error.message), { stack: error.stack });
}
