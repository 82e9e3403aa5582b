import { execFileSync } from 'node:child_process';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isolateEnv } from '../src/env.js';
import { runPhoton } from '../src/index.js';

const env = isolateEnv();
process.env.SHARED_BY_ALL = 'real';

test('photons write their own, and read the process’s until then', async () => {
  const photon = (value: string) =>
    runPhoton(async () => {
      const before = [process.env.SHARED_BY_ALL, process.env.OWN];
      process.env.SHARED_BY_ALL = value;
      process.env.OWN = value;
      await turn();
      return [...before, process.env.SHARED_BY_ALL, process.env.OWN];
    });
  const answers = await Promise.all(['a', 'b', 'c'].map(photon));
  expect(answers).toEqual(['a', 'b', 'c'].map((value) => ['real', undefined, value, value]));
  expect([process.env.SHARED_BY_ALL, process.env.OWN]).toEqual(['real', undefined]);
});

test('what the process changes, photons see that have not changed it themselves', async () => {
  await runPhoton(async (photon) => {
    env.give(photon, { GIVEN: 'mine' });
    await runAtRoot(() => {
      process.env.GIVEN = 'root';
      process.env.OTHER = 'root';
    });
    expect([process.env.GIVEN, process.env.OTHER]).toEqual(['mine', 'root']);
  });
  expect(process.env.GIVEN).toBe('root');
});

test('isolating twice is isolating once', () => {
  expect(isolateEnv()).toBe(env);
});

test('processes that a photon starts inherit what it sees', async () => {
  const print = `process.stdout.write(String(process.env.INHERITED) + process.env.SHARED_BY_ALL)`;
  const out = await runPhoton(() => {
    process.env.INHERITED = 'yes';
    delete process.env.SHARED_BY_ALL;
    return execFileSync(process.execPath, ['-e', print], { encoding: 'utf8' });
  });
  expect(out).toBe('yesundefined');
});

describe('in a photon process.env behaves as Node’s own', () => {
  const operations: Record<string, () => unknown> = {
    'values become texts': () => {
      Object.assign(process.env, { N: 1, U: undefined, O: { toString: () => 'o' } });
      return [process.env.N, process.env.U, process.env.O];
    },
    'symbols are refused as values': () => {
      process.env.S = Symbol('s') as never;
    },
    'names are listed': () => {
      process.env.LISTED = 'x';
      delete process.env.SHARED_BY_ALL;
      return [Object.keys(process.env).includes('LISTED'), 'SHARED_BY_ALL' in process.env];
    },
    descriptors: () => {
      process.env.D = 'd';
      return [
        Object.getOwnPropertyDescriptor(process.env, 'D'),
        Object.getOwnPropertyDescriptor(process.env, 'NONE'),
      ];
    },
    definitions: () => {
      const all = { configurable: true, enumerable: true, writable: true };
      Object.defineProperty(process.env, 'DEFINED', { value: 7, ...all });
      return process.env.DEFINED;
    },
    'accessors are refused': () => Object.defineProperty(process.env, 'A', { get: () => 1 }),
    'values without the right attributes are refused': () =>
      Object.defineProperty(process.env, 'A', { value: 1 }),
    copies: () => {
      process.env.COPIED = 'c';
      return { ...process.env }.COPIED;
    },
    'methods of objects': () => [
      typeof process.env.hasOwnProperty,
      process.env.toString(),
      'toString' in process.env,
    ],
    'deleting what is not there': () => delete process.env.NOT_THERE,
  };

  test.each(Object.keys(operations))('%s', async (name) => {
    const attempt = () => {
      try {
        return operations[name]?.();
      } catch (error) {
        return (error as NodeJS.ErrnoException).code ?? (error as Error).name;
      }
    };
    const before = { ...process.env };
    const inPhoton = await runPhoton(attempt);
    expect({ ...process.env }).toEqual(before);
    onTestFinished(() => {
      for (const key of Object.keys(process.env)) if (!(key in before)) delete process.env[key];
      Object.assign(process.env, before);
    });
    expect(inPhoton).toEqual(attempt());
  });
});

/** Runs `code` outside photons although one waits for it. */
function runAtRoot(code: () => void): Promise<void> {
  queue.push(code);
  return new Promise((resolve) => queue.push(resolve));
}

const queue: (() => void)[] = [];
const pump = setInterval(() => {
  for (const code of queue.splice(0)) code();
}, 1);
pump.unref();
