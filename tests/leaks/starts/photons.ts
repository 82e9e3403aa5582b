import { setTimeout as sleep } from 'node:timers/promises';
import { prewarm, runPhoton } from '../../../packages/runtime/dist/index.js';

/** What the process of the photons may be asked. */
export type Question = 'cold' | 'warm' | 'memory';

/** Milliseconds, or kilobytes. */
export interface PhotonCost {
  /** The first call of a photon. */
  readonly first?: number;
  /** What that takes more than the second one: evaluating the modules again. */
  readonly init?: number;
  /** From asking for a photon until its handler begins. */
  readonly start?: number;
  readonly kilobytes?: number;
}

/** How long an idle process may take to make a photon ready. */
const IDLE_MS = 150;
const KEPT = 20;

/** Answers questions about photons that run `handler`. */
export function createPhotons(handler: () => void): Record<Question, () => Promise<PhotonCost>> {
  return {
    cold: () => runPhoton(() => call(handler)),
    async warm() {
      prewarm(1);
      // The first photon tells what is touched.
      await runPhoton(handler);
      await sleep(IDLE_MS);
      const asked = performance.now();
      const cost = await runPhoton(() => {
        const start = performance.now() - asked;
        return { start, ...call(handler) };
      });
      prewarm(0);
      return cost;
    },
    async memory() {
      const { promise: end, resolve } = Promise.withResolvers<void>();
      const before = await heap();
      const running = Array.from({ length: KEPT }, () =>
        runPhoton(() => {
          handler();
          return end;
        }),
      );
      const kilobytes = ((await heap()) - before) / KEPT / 1024;
      resolve();
      await Promise.all(running);
      return { kilobytes };
    },
  };
}

function call(handler: () => void): { first: number; init: number } {
  const first = timeOf(handler);
  return { first, init: first - timeOf(handler) };
}

function timeOf(code: () => void): number {
  const begin = performance.now();
  code();
  return performance.now() - begin;
}

/** What is in use when all that the handlers have begun is done. */
async function heap(): Promise<number> {
  await sleep(IDLE_MS);
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
