import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { TestHost } from './support/host.js';

/** One minute; `SOAK_MINUTES=60 npx vitest run tests/host/soak.test.ts` for an hour. */
const MINUTES = Number(process.env.SOAK_MINUTES ?? 1);
const FUNCTION = join(import.meta.dirname, 'functions/faulty.mjs');
/** How long each lane waits after an answer: `SOAK_PAUSE_MS=200` leaves room for others on the machine. */
const PAUSE_MS = Number(process.env.SOAK_PAUSE_MS ?? 0);
const LANES = 32;
const FAULT_EVERY_MS = 200 + PAUSE_MS;
const SAMPLE_EVERY_MS = 500;

/** What fails, and with which status. Those that end threads are rarer than in the table of faults: it is a load, too. */
const FAULTS: readonly (readonly [fault: string, status: number])[] = [
  ['throws at once', 502],
  ['rejects', 502],
  ['rejects where nobody handles it', 502],
  ['throws in a timer', 502],
  ['calls process.exit', 502],
  ['calls process.exit late', 502],
  ['overflows the stack', 502],
  ['never settles', 504],
  ['changes the environment', 200],
  ['changes directory', 502],
  ['throws at once', 502],
  ['rejects', 502],
  ['throws in a timer', 502],
  ['blocks the event loop', 502],
  ['rejects where nobody handles it', 502],
  ['calls process.exit', 502],
  ['overflows the stack', 502],
  ['changes directory', 502],
  ['allocates without end', 502],
  ['changes the environment', 200],
  ['blocks the event loop after an await', 502],
];

test(
  `${MINUTES} minute(s) of load with faults: no invocation is lost or wrong, and memory stays`,
  async () => {
    const host = await TestHost.start(
      FUNCTION,
      ...['--workers', '2', '--blocked', '1000', '--memory', '128', '--timeout', '20000', '--idempotent'],
    );
    const end = performance.now() + MINUTES * 60_000;
    const wrong: unknown[] = [];
    const counts = new Map<string, number>();
    const ask = async (user: string, fault: string, expected: number) => {
      const response = await host.get(`/?${new URLSearchParams({ user, fault })}`);
      const body = (await response.json()) as { user?: string };
      const isRight = response.status === expected && (expected !== 200 || body.user === user);
      if (!isRight) wrong.push({ fault, status: response.status, body });
      counts.set(fault, (counts.get(fault) ?? 0) + 1);
    };
    const innocents = async (lane: number) => {
      for (let i = 0; performance.now() < end; i++) {
        await ask(`u${lane}-${i}`, 'none', 200);
        await sleep(PAUSE_MS);
      }
    };
    const guilty = async () => {
      const asked: Promise<void>[] = [];
      for (let i = 0; performance.now() < end; i++) {
        const [fault, status] = FAULTS[i % FAULTS.length] as readonly [string, number];
        asked.push(ask(`g${i}`, fault, status));
        await sleep(FAULT_EVERY_MS);
      }
      await Promise.all(asked);
    };
    const memory: number[] = [];
    const watch = async () => {
      for (; performance.now() < end; await sleep(SAMPLE_EVERY_MS)) memory.push(host.memory);
    };
    await Promise.all([guilty(), watch(), ...Array.from({ length: LANES }, (_, lane) => innocents(lane))]);
    const [first, middle, last] = thirds(memory).map(median) as [number, number, number];
    const megabytes = [first, middle, last].map((bytes) => Math.round(bytes / 2 ** 20)).join(', ');
    console.table(Object.fromEntries(counts));
    process.stdout.write(`${wrong.length} wrong; ${megabytes} MB in the first, second and last third\n`);
    expect(wrong).toEqual([]);
    expect(last).toBeLessThan(1.2 * middle);
    process.stdout.write(`${await host.metric('threads_lost_total')} threads lost\n`);
    expect(await host.terminate()).toBe(0);
  },
  MINUTES * 60_000 + 120_000,
);

function thirds(values: readonly number[]): number[][] {
  const third = Math.floor(values.length / 3);
  return [0, 1, 2].map((i) => values.slice(i * third, (i + 1) * third));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
