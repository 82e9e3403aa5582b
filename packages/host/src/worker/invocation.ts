import { AsyncLocalStorage } from 'node:async_hooks';

/** How an invocation fails that its function did not end itself. */
export class Fault extends Error {
  override readonly name = 'Fault';
}

/** One call while its function runs, and after that as long as it leaves anything behind. */
export class Invocation {
  readonly seq: number;
  readonly id: string;
  readonly #controller = new AbortController();
  readonly #outcome = Promise.withResolvers<never>();
  #isOver = false;

  constructor(seq: number, id: string) {
    this.seq = seq;
    this.id = id;
    // What fails after the answer is logged by who notices.
    this.#outcome.promise.catch(() => {});
  }

  /** Gives the photon up when it aborts. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether it has its answer. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Settles as `run` does, unless the invocation fails in another way before. */
  async settle<T>(run: Promise<T>): Promise<T> {
    try {
      return await Promise.race([run, this.#outcome.promise]);
    } finally {
      this.#isOver = true;
    }
  }

  /** Ends it, whatever its function still does. */
  fail(error: unknown): void {
    this.#outcome.reject(error);
    this.#controller.abort(error);
  }
}

/** The invocation that the running code belongs to. */
export const invocations = new AsyncLocalStorage<Invocation>();
