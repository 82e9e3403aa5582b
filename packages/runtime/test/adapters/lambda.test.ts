import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { lambda } from '../../src/adapters/lambda.js';
import { handlerOf, isPhotonized, type Photon } from '../../src/index.js';
import { leaky, photonHere, USERS } from '../support/leaky.js';

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');

test('invocations in flight do not see each other’s state', async () => {
  const handler = lambda(async ({ user }: { user: string }) => leaky(user));
  expect(await Promise.all(USERS.map((user) => handler({ user })))).toEqual(USERS);
});

test('the photon has the id of the request', async () => {
  const handler = lambda(async (_event: unknown, _context: unknown) => photonHere().id);
  expect(await handler({}, { awsRequestId: 'a-1' })).toBe('a-1');
});

test('a handler stays what its host sees of it', () => {
  const answer = async (_event: unknown, _context: unknown) => 1;
  const plain = Object.assign(answer, { [STREAMING]: 'response' });
  const handler = lambda(plain);
  expect([handler.name, handler.length, handler[STREAMING]]).toEqual([plain.name, 2, 'response']);
  expect(isPhotonized(handler)).toBe(true);
  expect(handlerOf(handler)).toBe(plain);
});

test('a handler with a callback becomes asynchronous, as hosts with many invocations want it', async () => {
  const handler = lambda((event: string, _context: unknown, callback: (...args: unknown[]) => void) => {
    setTimeout(() => callback(event === 'bad' ? new Error('bad') : null, event));
  });
  expect(handler).toHaveLength(2);
  const call = handler as unknown as (event: string, context: unknown) => Promise<unknown>;
  expect(await call('good', {})).toBe('good');
  await expect(call('bad', {})).rejects.toThrow('bad');
});

test('the photon of a streamed response lives until the stream has closed, and passes the answer on before', async () => {
  let photon: Photon | undefined;
  const plain = async (_event: unknown, stream: PassThrough, _context: unknown) => {
    photon = photonHere();
    setTimeout(() => stream.end('late'), 20);
  };
  const stream = new PassThrough();
  await lambda(Object.assign(plain, { [STREAMING]: 'response' }))({}, stream, { awsRequestId: 's-1' });
  expect(photon).toMatchObject({ id: 's-1', ended: false });
  stream.resume();
  await once(stream, 'close');
  await turn();
  expect(photon?.ended).toBe(true);
});

test('what is no function is refused', () => {
  expect(() => lambda(undefined as never)).toThrow(expect.objectContaining({ code: 'PHOTON_HANDLER' }));
});
