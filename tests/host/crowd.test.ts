import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { TestHost } from './support/host.js';

const FUNCTION = join(import.meta.dirname, 'functions/crowd.mjs');
const CROWD = 10_000;

test('ten thousand photons live in one process, each with its state', async () => {
  const host = await TestHost.start(FUNCTION, '--concurrency', String(CROWD));
  const agent = new Agent({ keepAlive: true, maxSockets: CROWD });
  const ask = (user: string) =>
    new Promise<unknown>((resolve, reject) => {
      get(`${host.url}/?user=${user}`, { agent }, (response) => resolve(json(response))).on('error', reject);
    });
  const users = Array.from({ length: CROWD }, (_, i) => `user${i}`);
  // The function answers when all have come.
  const answers = await Promise.all(users.map(ask));
  agent.destroy();
  expect(answers).toEqual(users.map((user) => ({ user, crowd: CROWD })));
});
