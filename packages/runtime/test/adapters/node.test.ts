import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import * as functions from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import createExpress, { json } from 'express';
import createFastify from 'fastify';
import { expect, onTestFinished, test, vi } from 'vitest';
import { cloudEvent } from '../../src/adapters/cloud-event.js';
import { express } from '../../src/adapters/express.js';
import { fastify } from '../../src/adapters/fastify.js';
import { node } from '../../src/adapters/node.js';
import type { Photon } from '../../src/index.js';
import { leaky, photonHere, stateOf, USERS } from '../support/leaky.js';

/** Serves on a port of its own until the test ends. */
async function serve(listener: RequestListener | ReturnType<typeof getTestServer>): Promise<string> {
  const server = typeof listener === 'function' ? createServer(listener) : listener;
  await new Promise<void>((resolve) => server.listen(0, resolve));
  onTestFinished(() => {
    server.close();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

async function askAll(url: string): Promise<string[]> {
  const ask = async (user: string) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user }),
    });
    return response.text();
  };
  return Promise.all(USERS.map(ask));
}

test('Node: listeners of a request run in its photon, which ends with the response', async () => {
  const photons: Photon[] = [];
  let text = '';
  const url = await serve(
    node((req, res) => {
      photons.push(photonHere());
      text = '';
      req.on('data', (chunk) => {
        text += chunk;
      });
      req.on('end', async () => {
        expect(photonHere().ended).toBe(false);
        await leaky(JSON.parse(text).user);
        res.write(stateOf());
        await sleep(1);
        res.end();
      });
    }),
  );
  // `text` is the test's own, so it is shared: one request after another.
  for (const user of USERS.slice(0, 3)) {
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ user }) });
    expect(await answer.text()).toBe(user);
  }
  await vi.waitFor(() => expect(photons.map(({ ended }) => ended)).toEqual([true, true, true]));
});

test('Express: middleware, its body parser, and handlers serve a request in one photon', async () => {
  const app = createExpress();
  app.use(express());
  app.use(json());
  app.post('/', async (req, res) => {
    res.send(await leaky(req.body.user));
  });
  expect(await askAll(await serve(app))).toEqual(USERS);
});

test('Fastify: hooks, its body parser, and handlers serve a request in one photon', async () => {
  const app = createFastify();
  app.register(fastify);
  const ids = new Map<string, string>();
  app.addHook('preHandler', async (request) => {
    ids.set((request.body as { user: string }).user, photonHere().id);
  });
  app.post('/', async (request) => {
    const { user } = request.body as { user: string };
    const answer = await leaky(user);
    expect(photonHere().id).toBe(ids.get(user));
    return answer;
  });
  await app.listen({ port: 0 });
  onTestFinished(() => app.close());
  expect(await askAll(`http://localhost:${(app.server.address() as AddressInfo).port}`)).toEqual(USERS);
  expect(new Set(ids.values()).size).toBe(USERS.length);
});

test('Google’s functions framework: HTTP functions', async () => {
  functions.http(
    'hello',
    node(async (req, res) => {
      res.send(await leaky(req.body.user));
    }),
  );
  expect(await askAll(await serve(getTestServer('hello')))).toEqual(USERS);
});

test('Google’s functions framework: CloudEvents, with a callback, too', async () => {
  const seen: unknown[] = [];
  functions.cloudEvent(
    'event',
    cloudEvent(async ({ data }: { data?: unknown }) => {
      seen.push(await leaky(String(data)));
    }) as (event: functions.CloudEvent<unknown>) => Promise<unknown>,
  );
  const url = await serve(getTestServer('event'));
  const send = (user: string) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify({ specversion: '1.0', id: user, source: '//test', type: 'test', data: user }),
    });
  await Promise.all(USERS.map(send));
  expect(seen.sort()).toEqual([...USERS].sort());
  const late = cloudEvent((user: string, callback) => void leaky(user).then((got) => callback(null, got)));
  expect(late).toHaveLength(1);
  expect(await Promise.all(USERS.map((user) => late(user)))).toEqual(USERS);
});
