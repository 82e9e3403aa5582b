import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TestHost } from './support/host.js';

const FUNCTION = join(import.meta.dirname, 'functions/faulty.mjs');
const LIMITS = ['--blocked', '1000', '--memory', '64'];
const RIGHT = { stage: 'test', hasPath: true };

interface Outcome {
  readonly status: number;
  readonly body: unknown;
}

async function ask(host: TestHost, user: string, fault: string): Promise<Outcome> {
  const query = new URLSearchParams({ user, fault });
  const response = await host.get(`/?${query}`);
  return { status: response.status, body: await response.json() };
}

/** Fifty innocent invocations, with one among them that fails. */
async function among50(host: TestHost, fault: string): Promise<{ wrong: Outcome[]; guilty: Outcome }> {
  const innocent = async (i: number) => {
    const outcome = await ask(host, `user${i}`, 'none');
    const isRight = outcome.status === 200 && (outcome.body as { user?: string }).user === `user${i}`;
    if (isRight) expect(outcome.body).toMatchObject(RIGHT);
    return isRight ? [] : [outcome];
  };
  const first = Array.from({ length: 25 }, (_, i) => innocent(i));
  const guilty = ask(host, 'guilty', fault);
  const rest = Array.from({ length: 25 }, (_, i) => innocent(25 + i));
  return { wrong: (await Promise.all([...first, ...rest])).flat(), guilty: await guilty };
}

/** What each fault answers, and whether its thread has to go. */
const FAULTS: readonly [fault: string, status: number, message: RegExp, threads: 'stay' | 'go'][] = [
  ['throws at once', 502, /thrown at once/, 'stay'],
  ['rejects', 502, /rejected/, 'stay'],
  ['rejects where nobody handles it', 502, /unhandled/, 'stay'],
  ['throws in a timer', 502, /thrown in a timer/, 'stay'],
  ['calls process.exit', 502, /called process\.exit\(3\): only this invocation has ended/, 'stay'],
  ['calls process.exit late', 502, /called process\.exit\(4\)/, 'stay'],
  ['kills the process', 502, /called process\.kill\(process\.pid, 'SIGKILL'\)/, 'stay'],
  ['overflows the stack', 502, /call stack/, 'stay'],
  ['never settles', 504, /did not answer within 2000 ms/, 'stay'],
  ['changes directory', 502, /process\.chdir\(\) is not supported in workers/, 'stay'],
  ['blocks the event loop', 502, /blocked the event loop for 1\d\d\d ms; the invocation was ended/, 'go'],
  ['blocks the event loop after an await', 502, /blocked the event loop for 1\d\d\d ms/, 'go'],
  ['blocks in native code', 502, /blocked the event loop for 1\d\d\d ms/, 'go'],
  [
    'allocates without end',
    502,
    /(?:ran out of memory|blocked the event loop for .*); the invocation was ended/,
    'go',
  ],
  [
    'allocates without end, bit by bit',
    502,
    /(?:ran out of memory|blocked the event loop for .*); the invocation/,
    'go',
  ],
];

test.each(FAULTS)('an invocation that %s fails alone', async (fault, status, message, threads) => {
  const timeout = fault === 'never settles' ? '2000' : '60000';
  const host = await TestHost.start(FUNCTION, ...LIMITS, '--timeout', timeout, '--idempotent');
  const { wrong, guilty } = await among50(host, fault);
  expect(wrong).toEqual([]);
  expect(guilty.status).toBe(status);
  expect(JSON.stringify(guilty.body)).toMatch(message);
  expect(await ask(host, 'late', 'none')).toEqual({ status: 200, body: { user: 'late', ...RIGHT } });
  expect(await host.metric('threads_lost_total')).toBe(threads === 'stay' ? 0 : 1);
  expect(host.isAlive).toBe(true);
});

test.each(['changes the environment', 'leaves timers and sockets behind'])(
  'an invocation that %s disturbs no other',
  async (fault) => {
    const host = await TestHost.start(FUNCTION, ...LIMITS);
    const { wrong, guilty } = await among50(host, fault);
    expect(wrong).toEqual([]);
    const own = fault === 'changes the environment' ? { stage: 'changed', hasPath: false } : RIGHT;
    expect(guilty).toEqual({ status: 200, body: { user: 'guilty', ...own } });
    expect(await host.terminate()).toBe(0);
  },
);

test('what ends a thread that others are in tells them so, unless they are marked idempotent', async () => {
  const host = await TestHost.start(FUNCTION, ...LIMITS);
  const { wrong, guilty } = await among50(host, 'allocates without end');
  expect(JSON.stringify(guilty.body)).toMatch(/ran out of memory|blocked/);
  expect(wrong).toHaveLength(50);
  for (const { status, body } of wrong) {
    expect(status).toBe(503);
    expect(JSON.stringify(body)).toMatch(
      /(?:Another invocation|One of the invocations) of the same thread (?:ran out of memory|blocked the event loop for \d+ ms), and this one was ended with it\. It is not marked as idempotent, so it was not repeated\./,
    );
  }
  const marked = await host.get('/?user=late', { headers: { 'idempotency-key': '1' } });
  expect(await marked.json()).toMatchObject({ user: 'late' });
});
