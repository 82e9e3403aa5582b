import { lookInto } from './debugger.js';
import type { FunctionThread } from './thread.js';

/** How often the heaps are looked at. */
const EVERY_MS = 50;

const MB = 2 ** 20;

/**
 * Ends threads that need more memory than they may have. V8 has a limit of its own, at which it ends the whole process if
 * something large is to be allocated; so it gets a higher one, and the host sees to the lower.
 */
export class MemoryWatch {
  readonly #threads: Iterable<FunctionThread>;
  readonly #limit: number;
  readonly #looking = new WeakSet<FunctionThread>();
  readonly #timer: NodeJS.Timeout;

  /** @param limit of a thread, in megabytes */
  constructor(threads: Iterable<FunctionThread>, limit: number) {
    this.#threads = threads;
    this.#limit = limit * MB;
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    for (const thread of this.#threads) {
      if (!thread.isReady || thread.id === undefined || this.#looking.has(thread)) continue;
      this.#looking.add(thread);
      this.#lookAt(thread, thread.id).then(
        () => this.#looking.delete(thread),
        // It is gone.
        () => {},
      );
    }
  }

  async #lookAt(thread: FunctionThread, id: number): Promise<void> {
    if ((await thread.memory()) <= this.#limit) return;
    await lookInto(id, (it) => it.collectGarbage());
    if ((await thread.memory()) <= this.#limit) return;
    await thread.stop({ what: 'ran out of memory', culprit: thread.suspect });
  }
}
