import { type Answer, answerEvent, type OnError } from './answer.js';
import type { Invoke } from './invocation.js';

/** Called with each answer as it comes: the event's index, and the answer as JSON. */
export type OnAnswer = (index: number, answer: string) => void;

const NEVER_SETTLED = JSON.stringify({
  error: {
    name: 'NeverSettled',
    message: 'The promise of the handler never settled, and nothing was left to run',
  },
} satisfies Answer);

/** Gives the function all events, up to `concurrency` at a time. */
export async function answerAll(
  invoke: Invoke,
  events: readonly unknown[],
  concurrency: number,
  onAnswer: OnAnswer,
  onError?: (index: number, error: unknown) => void,
): Promise<void> {
  using idle = new IdleWatch();
  let next = 0;
  const lane = async () => {
    while (next < events.length) {
      const index = next++;
      const report: OnError = (error) => onError?.(index, error);
      onAnswer(index, await idle.orNeverSettled(answerEvent(invoke, events[index], report)));
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, events.length) }, lane));
}

/** Notices when the process has run out of work although events are unanswered. Without it, Node would just exit. */
class IdleWatch implements Disposable {
  readonly #abandon = new Set<(answer: string) => void>();
  readonly #listener = () => {
    for (const abandon of this.#abandon) abandon(NEVER_SETTLED);
    // Another turn of the loop: Node does not ask again when the next events leave it idle, too.
    if (this.#abandon.size > 0) setImmediate(() => {});
  };

  constructor() {
    process.on('beforeExit', this.#listener);
  }

  /** What `answer` resolves to, or that it never will. */
  orNeverSettled(answer: Promise<string>): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#abandon.add(resolve);
      answer.then(resolve, reject).finally(() => this.#abandon.delete(resolve));
    });
  }

  [Symbol.dispose](): void {
    process.off('beforeExit', this.#listener);
  }
}
