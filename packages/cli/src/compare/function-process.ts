import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Answer } from '../invoke/answer.js';
import type { OnAnswer } from '../invoke/pool.js';
import { Problem, problem } from '../problems.js';
import { memoryOf } from './memory.js';
import type { Reply, Request } from './messages.js';

const WORKER = fileURLToPath(new URL('./worker.js', import.meta.url));

/** How much of what a worker prints last is kept, to tell why it ended. */
const TAIL = 4000;

/** How long to wait for that; a process that the worker has started may hold stderr open for ever. */
const TAIL_MS = 200;

/** How long a worker may take to end by itself. */
const GRACE_MS = 1000;

/** A function to load. */
export interface Subject {
  readonly file: string;
  readonly handler: string;
  /** Whether each invocation is a photon. */
  readonly photons: boolean;
}

/** A process that runs the function. */
export class FunctionProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<string>;
  #onReply: (reply: Reply) => void = () => {};
  #stderr = '';
  #cpuMs = 0;
  #crash: string | undefined;

  private constructor() {
    const stdio: ('ignore' | 'pipe' | 'ipc')[] = ['ignore', 'ignore', 'pipe', 'ipc'];
    this.#child = fork(WORKER, { stdio, execArgv: ['--no-enable-source-maps'] });
    this.#child.on('message', (reply: Reply) => this.#onReply(reply));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-TAIL);
    });
    // Answers that were sent before the end come before `disconnect`.
    this.#ended = Promise.all([once(this.#child, 'exit'), once(this.#child, 'disconnect')]).then(
      ([[code, signal]]) => (signal ? `signal ${signal}` : `exit code ${code}`),
    );
  }

  /**
   * Starts a process and loads the function there.
   * @throws {Problem} when it cannot be loaded
   */
  static async start({ file, handler, photons }: Subject): Promise<FunctionProcess> {
    const started = new FunctionProcess();
    try {
      const end = await started.#ask({ type: 'load', file, handler, photons });
      if (end === undefined) return started;
      throw problem('PHO9008', { file, detail: `its process ended: ${await started.#describe(end)}` });
    } catch (error) {
      await started.stop();
      throw error;
    }
  }

  /** User and system time, as of the last answers. */
  get cpuMs(): number {
    return this.#cpuMs;
  }

  /** How the process ended, and what it printed last, if it left events unanswered. */
  get crash(): string | undefined {
    return this.#crash;
  }

  /** Memory in bytes; nothing when the process is gone. */
  get memory(): number | undefined {
    return this.#child.pid === undefined ? undefined : memoryOf(this.#child.pid);
  }

  /** Gives the function events. Those it left unanswered when its process ended get an error as their answer. */
  async answer(events: readonly unknown[], concurrency: number, onAnswer: OnAnswer): Promise<void> {
    const unanswered = new Set(events.keys());
    const end = await this.#ask({ type: 'answer', events, concurrency }, (index, answer) => {
      unanswered.delete(index);
      onAnswer(index, answer);
    });
    if (end === undefined) return;
    this.#crash ??= await this.#describe(end);
    const crash = { error: { name: 'Crash', message: `The process ended (${end})` } } satisfies Answer;
    for (const index of unanswered) onAnswer(index, JSON.stringify(crash));
  }

  /** Ends the process; by force when it does not. */
  async stop(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    const timer = new AbortController();
    const late = sleep(GRACE_MS, undefined, { signal: timer.signal }).then(
      () => this.#child.kill('SIGKILL'),
      () => {},
    );
    await Promise.race([this.#ended, late]);
    timer.abort();
    this.#child.stderr?.destroy();
  }

  /** How the process ended, with what it printed last, which may still be on its way. */
  async #describe(end: string): Promise<string> {
    const stderr = this.#child.stderr;
    if (stderr?.readable) await Promise.race([once(stderr, 'close'), sleep(TAIL_MS)]);
    return `${end}\n${this.#stderr}`.trim();
  }

  /** Resolves when the request is done: with how the process ended, if it did instead. */
  #ask(request: Request, onAnswer?: OnAnswer): Promise<string | undefined> {
    const done = new Promise<undefined>((resolve, reject) => {
      this.#onReply = (reply) => {
        if (reply.type === 'answer') onAnswer?.(reply.index, reply.answer);
        else if (reply.type === 'failed') reject(new Problem(reply.diagnostics));
        else resolve(undefined);
        if (reply.type === 'done') this.#cpuMs = reply.cpuMs;
      };
    });
    // The process may die before it gets this; `#ended` tells, so the error of sending does not matter.
    if (this.#child.connected) this.#child.send(request, () => {});
    return Promise.race([done, this.#ended]);
  }
}
