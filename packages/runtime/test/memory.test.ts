import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const run = promisify(execFile);

/** What a script of support/ prints, in a process of its own whose garbage can be collected on demand. */
async function measure(script: string, ...args: (string | number)[]): Promise<unknown> {
  const path = join(import.meta.dirname, 'support', script);
  const { stdout } = await run(process.execPath, ['--expose-gc', path, ...args.map(String)]);
  return JSON.parse(stdout) as unknown;
}

const MEBIBYTE = 1024 * 1024;

describe('100,000 photons in sequence, each with five bindings of its own', () => {
  test('leave the heap where it was', async () => {
    expect(await measure('memory.ts', 100_000)).toBeLessThan(2 * MEBIBYTE);
  });

  test('leave the heap where it was, also when each leaves a pending timer behind', async () => {
    expect(await measure('memory.ts', 100_000, 'timers')).toBeLessThan(2 * MEBIBYTE);
  });
});

describe('photons whose promise never settles', () => {
  test('are collected, but for the one that each module served last', async () => {
    const { started, atOnce, afterwards } = (await measure('unsettled.ts', 1000, 3)) as Record<
      string,
      number
    >;
    expect(started).toBe(1000);
    expect(atOnce).toBeLessThanOrEqual(1);
    expect(afterwards).toBe(0);
  });
});
