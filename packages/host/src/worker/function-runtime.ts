import { prewarm, setOrphanAccess } from '@photonize/runtime';
import type { Command, Report, ThreadData } from '../messages.js';
import { ownTask } from '../task.js';
import { callingOf } from './convention.js';
import { contain } from './faults.js';
import { loadFunction } from './load.js';
import { nameLines, printed } from './logs.js';
import { Measuring } from './measuring.js';
import { Runner } from './runner.js';

/** What a function's thread does: loads the function, then runs calls as they come. */
export class FunctionRuntime {
  readonly #data: ThreadData;
  readonly #report: (report: Report) => void;
  #runner: Runner | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(data: ThreadData, report: (report: Report) => void) {
    this.#data = data;
    this.#report = report;
  }

  /** Reports how it went. */
  async start(): Promise<void> {
    const { file, handler, convention, timeout, orphanAccess, beats, beatMs } = this.#data;
    contain();
    nameLines();
    try {
      const calling = callingOf(convention, await loadFunction(file, handler), timeout);
      setOrphanAccess(orphanAccess);
      prewarm(this.#data.prewarm);
      const runner = new Runner(calling, this.#report);
      const measuring = new Measuring(runner, this.#report);
      this.#runner = runner;
      this.#timer = setInterval(() => {
        Atomics.add(beats, 0, 1);
        measuring.beat();
      }, beatMs);
      this.#report({ type: 'ready', task: ownTask() });
    } catch (error) {
      this.#report({ type: 'not loaded', error: plain(error) });
    }
  }

  take(command: Command): void {
    if (command.type === 'calls') this.#runner?.add(command.calls);
    else if (command.type === 'written') this.#runner?.written(command.seq);
    else if (command.type === 'give up') this.#runner?.giveUp(command.seq, command.reason);
    else void printed().then(() => this.#report({ type: 'done' }));
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

/** An error that can be sent whatever has been attached to it. */
function plain(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  return Object.assign(new Error(error.message), { stack: error.stack });
}
