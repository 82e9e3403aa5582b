import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { TestHost } from './support/host.js';

const FUNCTION = join(import.meta.dirname, 'functions/node.mjs');
const USERS = Array.from({ length: 100 }, (_, i) => `user${i}`);
const start = (handler: string) => TestHost.start(FUNCTION, '--adapter', 'node', '--handler', handler);

test('the handler may take Node’s request and response', async () => {
  const host = await start('handler');
  const headers = { 'x-test': 'kept' };
  const responses = await Promise.all(
    USERS.map((user) => host.get(`/?user=${user}`, { method: 'PUT', body: user, headers })),
  );
  expect(responses[0]?.status).toBe(201);
  expect(responses[0]?.headers.get('content-type')).toBe('application/json');
  expect(responses[0]?.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(await Promise.all(responses.map((response) => response.json()))).toEqual(
    USERS.map((user) => ({ user, method: 'PUT', body: user, test: 'kept' })),
  );
  const head = await host.get('/?user=nobody', { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([201, '']);
});

test('what it writes bit by bit, from listeners and timers, belongs to its invocation', async () => {
  const host = await start('slow');
  const answers = await Promise.all(USERS.map(async (user) => (await host.get(`/?user=${user}`)).text()));
  expect(answers).toEqual(USERS.map((user) => `${user} ${user} ${user} `));
});

test.each(['express', 'nested', 'fastify'])('it may be an application of a framework: %s', async (name) => {
  const host = await start(name);
  const headers = { 'content-type': 'application/json' };
  const answers = await Promise.all(
    USERS.map(async (user) => {
      const response = await host.post(`/?user=${user}`, { user }, { headers });
      return [response.status, await response.json()];
    }),
  );
  expect(answers).toEqual(USERS.map((user) => [202, { user, body: { user } }]));
  expect((await host.get('/nowhere')).status).toBe(404);
});

test('where it fails, the answer says so; one that has begun is broken off', async () => {
  const host = await start('fails');
  const early = await host.get('/?user=early');
  expect([early.status, await early.json()]).toEqual([500, { message: 'it fails' }]);
  const late = await host.get('/?user=late');
  await expect(late.text()).rejects.toThrow();
  expect(await host.metric('stray_errors')).toBe(0);
});

test('a client that goes away closes the response', async () => {
  const host = await start('endless');
  const leaving = new AbortController();
  const response = await host.get('/', { signal: leaving.signal });
  await response.body?.getReader().read();
  leaving.abort();
  while (!host.stdout.includes('closed')) await sleep(10);
  while ((await host.metric('photons_live')) > 0) await sleep(10);
});
