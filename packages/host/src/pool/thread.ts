import { setTimeout as sleep } from 'node:timers/promises';
import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { Answer, Call, Command, Measures, Report, ThreadData } from '../messages.js';
import type { Pending } from './exchange.js';

/** What a thread runs, and within which limits. */
export interface ThreadOptions extends Omit<ThreadData, 'beats' | 'beatMs'> {
  /** The heap's limit in megabytes. */
  readonly memory: number;
}

/** How a thread came to its end. */
export interface Loss {
  /** What happened: the function, or another invocation, `ran out of memory`. */
  readonly what: string;
  /** The call that has done it, where that is known. */
  readonly culprit?: number | undefined;
  /** Why the function could not be loaded, if that is why. */
  readonly error?: Error | undefined;
}

const ENTRY = new URL('../worker/main.js', import.meta.url);

/**
 * With a young generation of V8's usual size, a thread that fills its heap fast brings the process down: what survives one
 * collection is more than Node allows past the limit, while it ends the thread.
 */
const YOUNG_MB = 16;

function limitsOf(memory: number): ResourceLimits {
  return { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: YOUNG_MB };
}

/** How often a thread shows that its event loop turns. */
export const BEAT_MS = 100;

/** How long a thread may take to print what it still has. */
const LAST_WORDS_MS = 1000;

/** A thread that runs a function, many calls at a time. */
export class FunctionThread {
  readonly #worker: Worker;
  readonly #calls = new Map<number, Pending>();
  readonly #ready = Promise.withResolvers<void>();
  readonly #leaving = Promise.withResolvers<Loss>();
  readonly #lost = Promise.withResolvers<Loss>();
  readonly #done = Promise.withResolvers<void>();
  #state: 'starting' | 'ready' | 'retired' | 'gone' = 'starting';
  #outbox: Call[] = [];
  #loss: Loss | undefined;
  /** Counts up while the event loop turns; and when a microtask has run since somebody asked who runs. */
  readonly beats = new Int32Array(new SharedArrayBuffer(8));
  /** Who was found to be running when the event loop stood still. */
  suspect: number | undefined;
  measures: Measures | undefined;

  constructor({ memory, ...options }: ThreadOptions) {
    const { beats } = this;
    const { file, handler, convention, timeout, orphanAccess } = options;
    const own = { file, handler, convention, timeout, orphanAccess };
    const workerData: ThreadData = { ...own, beats, beatMs: BEAT_MS };
    this.#worker = new Worker(ENTRY, { workerData, resourceLimits: limitsOf(memory) });
    this.#worker.on('message', (report: Report) => this.#receive(report));
    this.#worker.on('error', (error) => {
      this.#loss ??= this.#lossBy(error);
    });
    this.#worker.on('exit', (code) =>
      this.#leave(this.#loss ?? { what: `ended the thread with code ${code}` }),
    );
    this.#ready.promise.catch(() => {});
  }

  /** Node's number of the thread. */
  get id(): number {
    return this.#worker.threadId;
  }

  /** Whether it takes calls. */
  get isReady(): boolean {
    return this.#state === 'ready';
  }

  /** Whether its event loop should be turning. */
  get isRunning(): boolean {
    return this.#state === 'ready' || this.#state === 'retired';
  }

  /** Resolves when the function is loaded; rejects when it cannot be. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** Resolves when it takes no calls any more. */
  get leaving(): Promise<Loss> {
    return this.#leaving.promise;
  }

  /** Resolves when it is gone. */
  get lost(): Promise<Loss> {
    return this.#lost.promise;
  }

  /** The calls that have no answer yet. */
  get calls(): ReadonlyMap<number, Pending> {
    return this.#calls;
  }

  /** Gives it a call. Those of one turn of the event loop are sent together. */
  call(pending: Pending): void {
    const { seq, exchange } = pending;
    this.#calls.set(seq, pending);
    const { method, url, headers, body, address } = exchange;
    this.#outbox.push([seq, method, url, headers, body, address]);
    if (this.#outbox.length === 1) setImmediate(() => this.#send());
  }

  /** Has nobody wait for a call any more. */
  giveUp(seq: number, reason: string): void {
    if (this.#calls.delete(seq)) this.#tell({ type: 'give up', seq, reason });
    this.#endIfRetired();
  }

  /** Ends what did that, and takes no new calls. */
  retire(loss: Loss): void {
    if (this.#state !== 'ready') return;
    this.#state = 'retired';
    this.#loss = loss;
    this.#leaving.resolve(loss);
    const culprit = loss.culprit !== undefined && this.#calls.get(loss.culprit);
    if (culprit) {
      this.#calls.delete(culprit.seq);
      culprit.fail(502, `The function ${loss.what}; the invocation was ended`);
    }
    this.#endIfRetired();
  }

  /** Ends it at once. */
  async stop(loss: Loss): Promise<void> {
    this.#loss ??= loss;
    await this.#worker.terminate();
  }

  /** Ends it when all is printed that its function has. */
  async end(): Promise<void> {
    this.#loss ??= { what: 'ended with its thread' };
    if (this.isRunning) {
      this.#tell({ type: 'end' });
      await Promise.race([this.#done.promise, this.lost, sleep(LAST_WORDS_MS)]);
    }
    await this.#worker.terminate();
  }

  #lossBy(error: Error): Loss {
    const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    return { what: isMemory ? 'ran out of memory' : `ended the thread: ${error}`, culprit: this.suspect };
  }

  #leave(loss: Loss): void {
    this.#state = 'gone';
    this.#ready.reject(loss.error ?? new Error(`The function ${loss.what}`));
    this.#leaving.resolve(loss);
    this.#lost.resolve(loss);
  }

  #endIfRetired(): void {
    if (this.#state === 'retired' && this.#calls.size === 0) void this.end();
  }

  #send(): void {
    const calls = this.#outbox;
    this.#outbox = [];
    this.#tell({ type: 'calls', calls });
  }

  #tell(command: Command): void {
    this.#worker.postMessage(command);
  }

  #receive(report: Report): void {
    if (report.type === 'answers') for (const answer of report.answers) this.#answer(answer);
    else if (report.type === 'chunk') this.#write(report.seq, report.data);
    else if (report.type === 'end') this.#settle(report.seq, (pending) => pending.end(report.error));
    else if (report.type === 'measured') this.measures = report.measures;
    else if (report.type === 'done') this.#done.resolve();
    else if (report.type === 'not loaded') void this.stop({ what: 'cannot be loaded', error: report.error });
    else {
      this.#state = 'ready';
      this.#ready.resolve();
    }
  }

  #answer(answer: Answer): void {
    const [seq, , , , isOpen] = answer;
    if (isOpen) this.#calls.get(seq)?.answer(answer);
    else this.#settle(seq, (pending) => pending.answer(answer));
  }

  #write(seq: number, data: Uint8Array): void {
    const pending = this.#calls.get(seq);
    const written = () => this.#tell({ type: 'written', seq });
    if (pending && !pending.isSettled) pending.exchange.write(data, written);
    else this.giveUp(seq, 'The client is gone');
  }

  #settle(seq: number, settle: (pending: Pending) => void): void {
    const pending = this.#calls.get(seq);
    if (!pending) return;
    this.#calls.delete(seq);
    settle(pending);
    this.#endIfRetired();
  }
}
