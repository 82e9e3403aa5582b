import type { Progress } from '../terminal/progress.js';
import { FunctionProcess } from './function-process.js';
import { type Measurement, perExtra, type Workload } from './measurement.js';
import { ownFileShare } from './memory.js';

/** Runs each event in a process of its own, `concurrency` at a time: what all else is compared with. */
export async function runProcesses(
  file: string,
  workload: Workload,
  progress: Progress,
): Promise<Measurement> {
  await using oracle = new Oracle(file, workload, progress);
  const started = performance.now();
  const memory = await oracle.answerFirstWave();
  await oracle.answerRest();
  return { answers: oracle.answers, wallMs: performance.now() - started, cpuMs: oracle.cpuMs, ...memory };
}

/** Answers events again, in fresh processes, to see whether the function answers the same. */
export async function answerAgain(
  file: string,
  workload: Workload,
  progress: Progress,
): Promise<readonly string[]> {
  await using oracle = new Oracle(file, workload, progress);
  await oracle.answerRest();
  return oracle.answers;
}

class Oracle implements AsyncDisposable {
  readonly answers: string[] = [];
  readonly #file: string;
  readonly #workload: Workload;
  readonly #progress: Progress;
  readonly #alive = new Set<FunctionProcess>();
  #next = 0;
  #answered = 0;
  cpuMs = 0;

  constructor(file: string, workload: Workload, progress: Progress) {
    this.#file = file;
    this.#workload = workload;
    this.#progress = progress;
  }

  /** Answers the first event alone, then as many as may be in flight; all of these stay alive until measured. */
  async answerFirstWave(): Promise<Pick<Measurement, 'peakMemory' | 'extraMemory'>> {
    const { concurrency, events } = this.#workload;
    const first = await this.#answerNext();
    const alone = (first.memory ?? 0) + ownFileShare();
    const others = Array.from({ length: Math.min(concurrency, events.length) - 1 }, () => this.#answerNext());
    const processes = [first, ...(await Promise.all(others))];
    const alive = processes.map(({ memory }) => memory).filter((memory) => memory !== undefined);
    const peakMemory = alive.reduce((sum, memory) => sum + memory, 0);
    const together = peakMemory + ownFileShare();
    await Promise.all(processes.map((process) => this.#stop(process)));
    return { peakMemory, ...perExtra(together - alone, alive.length) };
  }

  /** Answers what is left, each process making room for the next one. */
  async answerRest(): Promise<void> {
    const { concurrency, events } = this.#workload;
    const lane = async () => {
      while (this.#next < events.length) await this.#stop(await this.#answerNext());
    };
    await Promise.all(Array.from({ length: Math.min(concurrency, events.length) }, lane));
  }

  async #answerNext(): Promise<FunctionProcess> {
    const { handler, events } = this.#workload;
    const index = this.#next++;
    const process = await FunctionProcess.start({ file: this.#file, handler, photons: false });
    this.#alive.add(process);
    await process.answer([events[index]], 1, (_, answer) => {
      this.answers[index] = answer;
    });
    this.cpuMs += process.cpuMs;
    this.#progress(`processes ${++this.#answered}/${events.length}`);
    return process;
  }

  async #stop(process: FunctionProcess): Promise<void> {
    this.#alive.delete(process);
    await process.stop();
  }

  /** Ends what is left when a process could not load the function. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#next = this.#workload.events.length;
    await Promise.all([...this.#alive].map((process) => this.#stop(process)));
  }
}
