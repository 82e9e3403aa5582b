import { ThreadDebugger } from './debugger.js';
import { Standstill } from './standstill.js';
import { BEAT_MS, type FunctionThread } from './thread.js';

/** After this, a thread is asked who runs: should it run out of memory before its time is over, that is known. */
const SUSPECT_MS = 3 * BEAT_MS;

/** Notices threads whose event loops stand still, and ends them. */
export class StallWatch {
  readonly #threads: Iterable<FunctionThread>;
  readonly #blockedMs: number;
  readonly #stalls = new WeakMap<FunctionThread, Standstill>();
  readonly #timer: NodeJS.Timeout;
  #last = performance.now();
  /** One thread at a time is looked into: debuggers of one process see each other's threads. */
  #looking: Promise<unknown> = Promise.resolve();

  constructor(threads: Iterable<FunctionThread>, blockedMs: number) {
    this.#threads = threads;
    this.#blockedMs = blockedMs;
    this.#timer = setInterval(() => this.#look(), BEAT_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    const elapsed = now - this.#last;
    this.#last = now;
    for (const thread of this.#threads)
      if (thread.isReady && thread.id !== undefined) this.#lookAt(thread, elapsed);
  }

  #lookAt(thread: FunctionThread, elapsed: number): void {
    const stall = this.#stalls.get(thread) ?? new Standstill();
    this.#stalls.set(thread, stall);
    if (stall.look(Atomics.load(thread.beats, 0), elapsed, thread.waited)) thread.suspect = undefined;
    if (stall.reaches(SUSPECT_MS)) this.#next(() => findSuspect(thread));
    if (stall.reaches(this.#blockedMs)) this.#next(() => endBlocked(thread, stall.ms));
  }

  #next(work: () => Promise<void>): void {
    this.#looking = this.#looking.then(work).catch(() => {});
  }
}

async function findSuspect(thread: FunctionThread): Promise<void> {
  using debug = await ThreadDebugger.attach(thread.id as number);
  thread.suspect = (await debug.whoRuns()) ?? thread.suspect;
}

/**
 * Ends a thread that is blocked. To end only the execution that blocks it would do what `finally` forbids: leave half done
 * what other invocations share, and drop what waits behind it in the queues of promises and of `setImmediate`.
 */
async function endBlocked(thread: FunctionThread, ms: number): Promise<void> {
  await findSuspect(thread);
  await thread.stop({ what: `blocked the event loop for ${Math.round(ms)} ms`, culprit: thread.suspect });
}
