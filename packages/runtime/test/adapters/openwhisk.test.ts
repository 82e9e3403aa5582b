import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openwhisk } from '../../src/adapters/openwhisk.js';
import { store } from '../../src/index.js';
import { leaky, USERS } from '../support/leaky.js';

test('activations keep their state and their variables, which the host overwrites', async () => {
  const main = openwhisk(async ({ user }: { user: string }) => {
    const before = process.env.__OW_ACTIVATION_ID;
    return { user: await leaky(user), before, after: process.env.__OW_ACTIVATION_ID };
  });
  const answers = USERS.map((user) => {
    process.env.__OW_ACTIVATION_ID = `id of ${user}`;
    return main({ user });
  });
  expect(await Promise.all(answers)).toEqual(
    USERS.map((user) => ({ user, before: `id of ${user}`, after: `id of ${user}` })),
  );
});

test('main gets the store and the id of its activation', async () => {
  process.env.__OW_ACTIVATION_ID = 'the-id';
  const main = openwhisk(async (_params: object, ...rest) => {
    await turn();
    return rest;
  });
  expect(await main({})).toEqual([store, 'the-id']);
});
