import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { Command, ThreadData } from '../messages.js';
import type { Channel, ChannelEvents, ChannelOptions } from './channel.js';

const ENTRY = new URL('../worker/main.js', import.meta.url);

/**
 * With a young generation of V8's usual size, a thread that fills its heap fast brings the process down: what survives one
 * collection is more than Node allows past the limit, while it ends the thread.
 */
const YOUNG_MB = 16;

function limitsOf(memory: number): ResourceLimits {
  return { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: YOUNG_MB };
}

/** A thread of its own. */
export class WorkerChannel implements Channel {
  readonly #worker: Worker;

  constructor({ memory, ...workerData }: ChannelOptions, events: ChannelEvents) {
    this.#worker = new Worker(ENTRY, {
      workerData: workerData satisfies ThreadData,
      resourceLimits: limitsOf(memory),
    });
    this.#worker.on('message', (report) => events.report(report));
    this.#worker.on('error', (error) => events.error(whatHappened(error)));
    this.#worker.on('exit', (code) => events.exit(code));
  }

  get threadId(): number {
    return this.#worker.threadId;
  }

  post(command: Command): void {
    this.#worker.postMessage(command);
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }
}

function whatHappened(error: Error): string {
  const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return isMemory ? 'ran out of memory' : `ended the thread: ${error}`;
}
