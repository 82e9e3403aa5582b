import type { Measures } from '../messages.js';
import { MOST_SLOTS, Numbers, Slots } from '../slots.js';
import { type Exchange, Pending } from './exchange.js';
import { StallWatch } from './stalls.js';
import { repeatSuspects } from './suspects.js';
import { FunctionThread, type Loss, type ThreadOptions } from './thread.js';

export interface PoolOptions extends ThreadOptions {
  /** How many threads run the function; with 0, the host's own does. */
  readonly workers: number;
  /** How many calls a thread has at a time. */
  readonly concurrency: number;
  /** How many milliseconds an event loop may stand still. */
  readonly blocked: number;
}

/** What has happened since the start. */
export interface Counts {
  started: number;
  failed: number;
  repeated: number;
  lostThreads: number;
}

/** How long to wait before a thread is tried again that could not load the function. */
const RETRY_MS = 1000;

/** How late a call may be ended that takes too long. */
const CLOCK_MS = 50;

/** Threads that run a function, each many calls at a time. Threads that are lost are replaced; calls never are silently. */
export class Pool {
  readonly counts: Counts = { started: 0, failed: 0, repeated: 0, lostThreads: 0 };
  readonly #options: PoolOptions;
  /** All threads, and those that take calls as they come. */
  readonly #threads = new Set<FunctionThread>();
  readonly #workers = new Set<FunctionThread>();
  readonly #pending = new Slots<Pending>();
  readonly #numbers = new Numbers();
  /** Calls for which no thread was ready. */
  readonly #waiting: Pending[] = [];
  readonly #watch: StallWatch;
  readonly #clock: NodeJS.Timeout;
  #onIdle = () => {};
  #isOpen = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#watch = new StallWatch(this.#threads, options.blocked);
    this.#clock = setInterval(() => this.#endOverdue(), CLOCK_MS);
  }

  /**
   * Starts the threads.
   * @throws {Error} when the function cannot be loaded
   */
  async start(): Promise<void> {
    try {
      await Promise.all(Array.from({ length: this.#threadCount }, () => this.#addWorker().ready));
      this.#isOpen = true;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  get #threadCount(): number {
    return Math.max(1, this.#options.workers);
  }

  /** How many calls there may be at a time. */
  get #limit(): number {
    return Math.min(this.#threadCount * this.#options.concurrency, MOST_SLOTS);
  }

  /** Whether it takes requests. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** How many calls have no answer yet. */
  get live(): number {
    return this.#pending.size;
  }

  get measures(): Measures[] {
    return [...this.#threads].flatMap(({ measures }) => measures ?? []);
  }

  /** Takes a request, unless there are too many. */
  accept(exchange: Exchange): boolean {
    if (this.#pending.size >= this.#limit) return false;
    const pending = new Pending(this.#numbers.take(), exchange, () => this.#settled(pending));
    this.#pending.add(pending);
    this.counts.started += 1;
    this.#dispatch(pending);
    return true;
  }

  /** Takes no requests any more, and ends when those are answered that are there. */
  async close(): Promise<void> {
    this.#isOpen = false;
    if (this.#pending.size > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    }
    this.#watch.stop();
    clearInterval(this.#clock);
    await Promise.all([...this.#threads].map((thread) => thread.end()));
  }

  // ── Calls ─────────────────────────────────────────────────────────────────────────────────────────────

  #dispatch(pending: Pending): void {
    let best: FunctionThread | undefined;
    for (const thread of this.#workers) {
      if (!thread.isReady || thread.calls.size >= this.#options.concurrency) continue;
      if (best === undefined || thread.calls.size < best.calls.size) best = thread;
    }
    if (best) best.call(pending);
    else this.#waiting.push(pending);
  }

  #dispatchWaiting(): void {
    for (const pending of this.#waiting.splice(0)) if (!pending.isSettled) this.#dispatch(pending);
  }

  #settled(pending: Pending): void {
    this.#pending.delete(pending.seq);
    this.#numbers.release(pending.seq);
    if (pending.hasFailed) this.counts.failed += 1;
    if (this.#waiting.length > 0) this.#dispatchWaiting();
    if (this.#pending.size === 0) this.#onIdle();
  }

  /** A timer for each call would cost more. */
  #endOverdue(): void {
    const { timeout } = this.#options;
    const latest = performance.now() - timeout;
    const reason = `The function did not answer within ${timeout} ms`;
    for (const pending of this.#pending) {
      if (pending.began > latest) continue;
      for (const thread of this.#threads) thread.giveUp(pending.seq, reason);
      pending.fail(504, reason);
    }
  }

  // ── Threads ───────────────────────────────────────────────────────────────────────────────────────────

  #newThread(): FunctionThread {
    const thread = new FunctionThread(this.#options, this.#options.workers === 0);
    this.#threads.add(thread);
    void thread.lost.then((loss) => {
      this.#threads.delete(thread);
      this.#settleLost(thread, loss);
    });
    return thread;
  }

  #addWorker(): FunctionThread {
    const thread = this.#newThread();
    this.#workers.add(thread);
    thread.ready.then(
      () => this.#dispatchWaiting(),
      () => {},
    );
    void thread.lost.then((loss) => this.#replace(thread, loss));
    return thread;
  }

  #replace(thread: FunctionThread, { error }: Loss): void {
    this.#workers.delete(thread);
    if (!this.#isOpen) return;
    this.counts.lostThreads += 1;
    if (error === undefined) this.#addWorker();
    else {
      for (const pending of this.#waiting.splice(0))
        pending.fail(503, `The function cannot be loaded: ${error.message}`);
      setTimeout(() => this.#isOpen && this.#addWorker(), RETRY_MS);
    }
  }

  /** Answers the calls that a thread has taken with it, or has them made again. */
  #settleLost({ calls }: FunctionThread, { what, culprit }: Loss): void {
    const lost = [...calls].filter(({ isSettled }) => !isSettled);
    const guilty = culprit ?? (lost.length === 1 ? lost[0]?.seq : undefined);
    const again = lost.filter(({ seq, canRepeat }) => seq !== guilty && canRepeat);
    for (const pending of lost) {
      if (pending.seq === guilty) pending.fail(502, `The function ${what}; the invocation was ended`);
      else if (!again.includes(pending)) pending.fail(503, lostMessage(what, guilty !== undefined, pending));
    }
    this.counts.repeated += again.length;
    if (guilty === undefined) repeatSuspects(again, () => this.#newThread());
    else for (const pending of again) this.#dispatch(pending);
  }
}

function lostMessage(what: string, isInnocent: boolean, { exchange }: Pending): string {
  const who = isInnocent ? 'Another invocation' : 'One of the invocations';
  const why = exchange.isIdempotent
    ? 'It had begun to answer, so it was not repeated.'
    : 'It is not marked as idempotent, so it was not repeated.';
  return `${who} of the same thread ${what}, and this one was ended with it. ${why}`;
}
