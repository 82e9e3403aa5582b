import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { TestHost } from './support/host.js';

const FUNCTION = join(import.meta.dirname, 'functions/site.mjs');
const USERS = Array.from({ length: 200 }, (_, i) => `user${i}`);

test.each([1, 3])(
  'any request is an invocation, with the event of a function URL: %i threads',
  async (workers) => {
    const host = await TestHost.start(FUNCTION, '--workers', String(workers));
    const answers = await Promise.all(
      USERS.map(async (user) => (await host.post(`/some/path?user=${user}`, { user })).json()),
    );
    expect(answers).toEqual(
      USERS.map((user) => ({ user, path: '/some/path', method: 'POST', body: { user } })),
    );
  },
);

test('answers may set the status, headers, cookies, and bytes', async () => {
  const host = await TestHost.start(FUNCTION, '--handler', 'proxy');
  const response = await host.get('/');
  expect(response.status).toBe(201);
  expect(response.headers.get('content-type')).toBe('application/octet-stream');
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255]);
});

test('headers and parameters may have any name, and several values', async () => {
  const host = await TestHost.start(FUNCTION, '--handler', 'echo');
  const headers = { constructor: 'kept', 'x-list': 'a, b' };
  const response = await host.get('/?constructor=1&list=a&list=b+c&bare&%C3%A4=%zz', { headers });
  expect(await response.json()).toMatchObject({
    headers,
    queryStringParameters: { constructor: '1', list: 'a,b c', bare: '', ä: '%zz' },
  });
});

test('what a handler of workers leaves to its `ctx` goes on after the answer', async () => {
  const host = await TestHost.start(FUNCTION, '--handler', 'background', '--adapter', 'web');
  expect(await (await host.get('/?user=ann')).text()).toBe('test');
  while (!host.stdout.includes('later: ann\n')) await sleep(10);
});

test('the handler may take a Request and answer with a Response, also bit by bit', async () => {
  const host = await TestHost.start(FUNCTION, '--handler', 'default', '--adapter', 'web');
  const answers = await Promise.all(USERS.map(async (user) => (await host.get(`/?user=${user}`)).text()));
  expect(answers).toEqual(USERS.map((user) => `${user} ${user} ${user} `));
});

test('a client that goes away ends the invocation that writes to it', async () => {
  const host = await TestHost.start(FUNCTION, '--handler', 'endless', '--adapter', 'web');
  const leaving = new AbortController();
  const response = await host.get('/', { signal: leaving.signal });
  await response.body?.getReader().read();
  expect(await host.metric('photons_live')).toBe(1);
  leaving.abort();
  while ((await host.metric('photons_live')) > 0) await sleep(10);
  while (!host.stdout.includes('cancelled')) await sleep(10);
});

test('past the limit, requests are refused with 429; then they are taken again', async () => {
  const host = await TestHost.start(FUNCTION, '--concurrency', '10');
  const statuses = await Promise.all(
    USERS.map(async (user) => (await host.get(`/?user=${user}&ms=300`)).status),
  );
  expect(statuses.filter((status) => status === 200)).toHaveLength(10);
  expect(statuses.filter((status) => status === 429)).toHaveLength(USERS.length - 10);
  expect((await host.get('/?user=late')).status).toBe(200);
  expect(await host.metric('invocations_refused_total')).toBe(USERS.length - 10);
  expect(await host.metric('photons_started_total')).toBe(11);
});

test('SIGTERM: what is in flight is answered, what comes later is refused, the host ends', async () => {
  const host = await TestHost.start(FUNCTION);
  const inFlight = USERS.map((user) => host.get(`/?user=${user}&ms=500`));
  // All have arrived.
  while ((await host.metric('photons_live')) < USERS.length) await sleep(10);
  const code = host.terminate();
  const answers = await Promise.all(inFlight.map(async (response) => (await response).json()));
  expect(answers.map(({ user }) => user)).toEqual(USERS);
  expect(await code).toBe(0);
  await expect(host.get('/')).rejects.toThrow();
});

test('malformed requests are refused, those with long bodies, too', async () => {
  const host = await TestHost.start(FUNCTION, '--max-body', '1000');
  const socket = createConnection(host.port, '127.0.0.1').setEncoding('utf8');
  socket.end('NONSENSE\r\n\r\n');
  let answer = '';
  for await (const text of socket) answer += text;
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect((await host.post('/', { text: 'x'.repeat(2000) })).status).toBe(413);
  expect(await (await host.get('/healthz')).json()).toEqual({ status: 'ok' });
});

test('a function that cannot be loaded is PHO9008; one that does not exist, too', async () => {
  await expect(TestHost.start(FUNCTION, '--handler', 'nobody')).rejects.toThrow(
    /PHO9008.*exports no function/s,
  );
  await expect(TestHost.start('nowhere.js')).rejects.toThrow(/PHO9002/);
});

test('photons that are kept ready have run their init, and serve one invocation each', async () => {
  const host = await TestHost.start(join(import.meta.dirname, 'functions/numbered.mjs'), '--prewarm', '3');
  const seen: { number: number; inits: number }[] = [];
  const ask = async () => seen.push(await (await host.get('/')).json());
  do await ask();
  while (seen.at(-1)?.inits === seen.length + 1);
  await Promise.all(USERS.map(ask));
  expect(new Set(seen.map(({ number }) => number)).size).toBe(seen.length);
  expect(await host.metric('photons_live')).toBe(0);
});
