/**
 * Runs a handler in this process, and sends home what it answered.
 *
 *     child.ts photons BUNDLE    four photons at a time, and what a photon costs
 *     child.ts N FILE            the event `{ n: N }`, without photons
 */
import { pathToFileURL } from 'node:url';
import { runPhoton } from '../../packages/runtime/dist/index.js';

type Handler = (event: { n: number }) => unknown;

const [how = '', file = ''] = process.argv.slice(2);
const loaded = (await import(pathToFileURL(file).href)) as {
  handler?: Handler;
  default?: { handler: Handler };
};
const handler = (loaded.handler ?? loaded.default?.handler) as Handler;

// It waits for its parent to end it: messages of a process that has ended may be lost.
process.channel?.ref();
process.send?.(how === 'photons' ? await measure() : await answer(Number(how)));

async function measure() {
  const answers = await Promise.all([0, 1, 2, 3].map((n) => runPhoton(() => answer(n))));
  return { answers, firstTouch: await firstTouch(), memory: await memory() };
}

/** Errors count as answers; all is compared as JSON. */
async function answer(n: number): Promise<unknown> {
  try {
    return JSON.parse(JSON.stringify({ value: await handler({ n }) })) as unknown;
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

async function firstTouch(rounds = 10): Promise<number> {
  const differences: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const [first = 0, second = 0] = await runPhoton(async () => [await timed(), await timed()]);
    differences.push(first - second);
  }
  return (differences.sort((a, b) => a - b)[rounds / 2] ?? 0) / 1000;
}

async function timed(): Promise<number> {
  const before = process.cpuUsage();
  await answer(0);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

async function memory(photons = 10): Promise<number> {
  const { promise: end, resolve } = Promise.withResolvers<void>();
  const before = heap();
  const running: Promise<void>[] = [];
  for (let i = 0; i < photons; i++) {
    const ready = Promise.withResolvers<void>();
    running.push(
      runPhoton(async () => {
        await answer(0);
        ready.resolve();
        await end;
      }),
    );
    await ready.promise;
  }
  const kept = (heap() - before) / photons / 1024;
  resolve();
  await Promise.all(running);
  return kept;
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
