import { AsyncLocalStorage } from 'node:async_hooks';

/** Chooses one of `count` events that can go on. */
export type Choose = (count: number) => number;

/** Takes turns, as timers do. */
export const inTurn = (): Choose => {
  let turn = 0;
  return (count) => turn++ % count;
};

type Resume = () => void;

/**
 * Interleaves the handling of events: programs wait by `pause()`, and the scheduler decides who goes on. Within
 * one event, what has waited longest goes on first, so that each event is handled alike whoever else runs.
 */
export class Scheduler {
  readonly #event = new AsyncLocalStorage<Resume[]>();

  /** What programs get in place of `setImmediate` from `node:timers/promises`. */
  readonly pause = <T>(value?: T): Promise<T | undefined> => {
    const waiting = this.#event.getStore();
    return new Promise((resolve) => {
      if (waiting) waiting.push(() => resolve(value));
      else setImmediate(resolve, value);
    });
  };

  /**
   * Runs tasks together until none goes on.
   * @returns what they resolve to; `undefined` for a task that never ends
   */
  async run<T>(tasks: readonly (() => Promise<T>)[], choose: Choose): Promise<(T | undefined)[]> {
    const results: (T | undefined)[] = tasks.map(() => undefined);
    const queues = tasks.map((task, i): Resume[] => {
      const queue: Resume[] = [];
      const start = async (): Promise<void> => {
        results[i] = await task();
      };
      queue.push(() => void this.#event.run(queue, start));
      return queue;
    });
    const isReady = (queue: Resume[]) => queue.length > 0;
    for (;;) {
      // Photons wait for the end of a turn by themselves, if their init leaves code running.
      if (!queues.some(isReady)) await settled();
      const ready = queues.filter(isReady);
      if (ready.length === 0) return results;
      ready[choose(ready.length)]?.shift()?.();
      await settled();
    }
  }
}

/** All microtasks have run. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
