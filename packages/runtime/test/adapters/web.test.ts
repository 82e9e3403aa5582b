import { setImmediate as turn } from 'node:timers/promises';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { hono } from '../../src/adapters/hono.js';
import { web } from '../../src/adapters/web.js';
import type { Photon } from '../../src/index.js';
import { leaky, photonHere, stateOf, USERS } from '../support/leaky.js';

const request = (user: string) => new Request(`http://localhost/?user=${user}`);
const userOf = ({ url }: Request) => new URL(url).searchParams.get('user') ?? '';

test('requests in flight do not see each other’s state', async () => {
  const fetch = web(async (req: Request) => new Response(await leaky(userOf(req))));
  const answers = await Promise.all(USERS.map(async (user) => (await fetch(request(user))).text()));
  expect(answers).toEqual(USERS);
});

test('a handler may be an object with `fetch`, which keeps its receiver', async () => {
  const handler = {
    greeting: 'hello',
    async fetch(req: Request) {
      return new Response(`${this.greeting} ${await leaky(userOf(req))}`);
    },
  };
  const wrapped = web(handler);
  expect(wrapped.greeting).toBe('hello');
  expect(await (await wrapped.fetch(request('ann'))).text()).toBe('hello ann');
});

/** A response that is written bit by bit, by module-level code. */
function streaming(onPhoton: (photon: Photon) => void) {
  return async (req: Request) => {
    onPhoton(photonHere());
    await leaky(userOf(req));
    let left = 3;
    const body = new ReadableStream({
      async pull(controller) {
        await turn();
        if (left-- === 0) controller.close();
        else controller.enqueue(new TextEncoder().encode(`${stateOf()} `));
      },
    });
    return new Response(body, { status: 201, headers: { 'x-test': 'kept' } });
  };
}

test('the body is written in the photon, which ends with it', async () => {
  const photons: Photon[] = [];
  const fetch = web(streaming((photon) => photons.push(photon)));
  const responses = await Promise.all(USERS.map((user) => fetch(request(user))));
  expect(photons.map(({ ended }) => ended)).toEqual(USERS.map(() => false));
  expect(responses[0]?.status).toBe(201);
  expect(responses[0]?.headers.get('x-test')).toBe('kept');
  const texts = await Promise.all(responses.map((response) => response.text()));
  expect(texts).toEqual(USERS.map((user) => `${user} ${user} ${user} `));
  await turn();
  expect(photons.map(({ ended }) => ended)).toEqual(USERS.map(() => true));
});

test('what is left to the `ctx` of the host keeps the photon alive', async () => {
  const later = Promise.withResolvers<void>();
  const photons: Photon[] = [];
  const fetch = web(async (_: Request, _env: object, ctx: { waitUntil(promise: Promise<unknown>): void }) => {
    photons.push(photonHere());
    ctx.waitUntil(later.promise);
    return new Response();
  });
  const left: unknown[] = [];
  const ctx = { waitUntil: (promise: Promise<unknown>) => void left.push(promise) };
  await fetch(request('ann'), {} as never, ctx as never);
  await turn();
  expect(photons.map(({ ended }) => ended)).toEqual([false]);
  expect(left).toEqual([later.promise]);
  later.resolve();
  await turn();
  expect(photons.map(({ ended }) => ended)).toEqual([true]);
});

test('a body that nobody wants any more ends the photon', async () => {
  let photon: Photon | undefined;
  const fetch = web(
    streaming((running) => {
      photon = running;
    }),
  );
  await (await fetch(request('ann'))).body?.cancel();
  await turn();
  expect(photon?.ended).toBe(true);
});

test('Hono serves each request in a photon', async () => {
  const photons: Photon[] = [];
  const app = new Hono();
  app.use(hono());
  app.get('/', async (c) => {
    photons.push(photonHere());
    c.header('x-test', 'kept');
    return c.text(await leaky(c.req.query('user') ?? ''));
  });
  const responses = await Promise.all(USERS.map((user) => app.fetch(request(user))));
  expect(responses[0]?.headers.get('x-test')).toBe('kept');
  expect(await Promise.all(responses.map((response) => response.text()))).toEqual(USERS);
  await turn();
  expect(photons.map(({ ended }) => ended)).toEqual(USERS.map(() => true));
});
