import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Call, Command, Measures, Report } from '../messages.js';
import { Slots } from '../slots.js';
import { waitedBy } from '../task.js';
import type { Channel, ChannelOptions } from './channel.js';
import type { Pending } from './exchange.js';
import { OwnChannel } from './own-channel.js';
import { WorkerChannel } from './worker-channel.js';

/** What a thread runs, and within which limits. */
export type ThreadOptions = Omit<ChannelOptions, 'beats' | 'beatMs'>;

/** How a thread came to its end. */
export interface Loss {
  /** What happened: the function, or another invocation, `ran out of memory`. */
  readonly what: string;
  /** The call that has done it, where that is known. */
  readonly culprit?: number | undefined;
  /** Why the function could not be loaded, if that is why. */
  readonly error?: Error | undefined;
}

/** How often a thread shows that its event loop turns. */
export const BEAT_MS = 100;

/** How long a thread may take to print what it still has. */
const LAST_WORDS_MS = 1000;

/** A thread that runs a function, many calls at a time. */
export class FunctionThread {
  readonly #channel: Channel;
  readonly #calls = new Slots<Pending>();
  readonly #ready = Promise.withResolvers<void>();
  readonly #lost = Promise.withResolvers<Loss>();
  readonly #done = Promise.withResolvers<void>();
  #state: 'starting' | 'ready' | 'gone' = 'starting';
  #task: number | undefined;
  #outbox: Call[] = [];
  #loss: Loss | undefined;
  /** Counts up while the event loop turns. */
  readonly beats = new Int32Array(new SharedArrayBuffer(4));
  /** Who was found to be running when the event loop stood still. */
  suspect: number | undefined;
  measures: Measures | undefined;

  /** @param isOwn whether the function runs in the thread of the host itself */
  constructor(options: ThreadOptions, isOwn: boolean) {
    const { file, handler, convention, timeout, orphanAccess, prewarm, memory } = options;
    const { beats } = this;
    const data = {
      file,
      handler,
      convention,
      timeout,
      orphanAccess,
      prewarm,
      memory,
      beats,
      beatMs: BEAT_MS,
    };
    this.#channel = new (isOwn ? OwnChannel : WorkerChannel)(data, {
      report: (report) => this.#receive(report),
      error: (what) => {
        this.#loss ??= { what, culprit: this.suspect };
      },
      exit: (code) => this.#leave(this.#loss ?? { what: `ended the thread with code ${code}` }),
    });
    this.#ready.promise.catch(() => {});
  }

  /** Node's number of the thread; `undefined` where it is the host's own. */
  get id(): number | undefined {
    return this.#channel.threadId;
  }

  /** How many milliseconds it has waited for a processor, as far as that is known. */
  get waited(): number {
    return waitedBy(this.#task);
  }

  /** Whether it takes calls. */
  get isReady(): boolean {
    return this.#state === 'ready';
  }

  /** Resolves when the function is loaded; rejects when it cannot be. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** Resolves when it is gone. */
  get lost(): Promise<Loss> {
    return this.#lost.promise;
  }

  /** The calls that have no answer yet. */
  get calls(): Slots<Pending> {
    return this.#calls;
  }

  /** Gives it a call. Those of one turn of the event loop are sent together, unless it has nothing to do meanwhile. */
  call(pending: Pending): void {
    const { seq, exchange } = pending;
    this.#calls.add(pending);
    const { method, url, headers, body, address } = exchange;
    this.#outbox.push([seq, method, url, headers, body, address]);
    if (this.#calls.size === 1) this.#send();
    else if (this.#outbox.length === 1) setImmediate(() => this.#send());
  }

  /** Has nobody wait for a call any more. */
  giveUp(seq: number, reason: string): void {
    if (this.#calls.delete(seq)) this.#tell({ type: 'give up', seq, reason });
  }

  /** Ends it at once. */
  async stop(loss: Loss): Promise<void> {
    this.#loss ??= loss;
    await this.#channel.terminate();
  }

  /** Ends it when all is printed that its function has. */
  async end(): Promise<void> {
    this.#loss ??= { what: 'ended with its thread' };
    if (this.isReady) {
      this.#tell({ type: 'end' });
      await Promise.race([this.#done.promise, this.lost, sleep(LAST_WORDS_MS)]);
    }
    await this.#channel.terminate();
  }

  #leave(loss: Loss): void {
    this.#state = 'gone';
    this.#ready.reject(loss.error ?? new Error(`The function ${loss.what}`));
    this.#lost.resolve(loss);
  }

  #send(): void {
    const calls = this.#outbox;
    this.#outbox = [];
    this.#tell({ type: 'calls', calls });
  }

  #tell(command: Command): void {
    this.#channel.post(command);
  }

  #receive(report: Report): void {
    if (report.type === 'answers') for (const answer of report.answers) this.#answer(answer);
    else if (report.type === 'chunk') this.#write(report.seq, report.data);
    else if (report.type === 'end') this.#settle(report.seq, (pending) => pending.end(report.error));
    else if (report.type === 'measured') this.measures = report.measures;
    else if (report.type === 'done') this.#done.resolve();
    else if (report.type === 'not loaded') void this.stop({ what: 'cannot be loaded', error: report.error });
    else {
      this.#task = report.task;
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
    pending?.exchange.write(data, (isGone) => {
      if (!isGone) this.#tell({ type: 'written', seq });
      else {
        this.giveUp(seq, 'The client is gone');
        pending.end(undefined);
      }
    });
  }

  #settle(seq: number, settle: (pending: Pending) => void): void {
    const pending = this.#calls.get(seq);
    if (!pending) return;
    this.#calls.delete(seq);
    settle(pending);
  }
}
