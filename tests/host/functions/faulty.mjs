/** A function that leaks, and fails in every way a request asks for. */
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

let user;
const hoard = [];

const FAULTS = {
  none: () => {},
  'throws at once': () => {
    throw new TypeError('thrown at once');
  },
  rejects: async () => {
    await sleep(1);
    throw new TypeError('rejected');
  },
  'rejects where nobody handles it': async () => {
    setTimeout(() => Promise.reject(new Error('unhandled')), 5);
    await sleep(200);
  },
  'throws in a timer': async () => {
    setTimeout(() => {
      throw new Error('thrown in a timer');
    }, 5);
    await sleep(200);
  },
  'calls process.exit': () => process.exit(3),
  'calls process.exit late': async () => {
    setTimeout(() => process.exit(4), 5);
    await sleep(200);
  },
  'kills the process': () => process.kill(process.pid, 'SIGKILL'),
  'overflows the stack': () => {
    const down = () => 1 + down();
    down();
  },
  'never settles': () => new Promise(() => {}),
  'blocks the event loop': () => {
    for (;;) Math.sqrt(2);
  },
  'blocks the event loop after an await': async () => {
    await 1;
    for (;;) Math.sqrt(2);
  },
  'blocks in native code': () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
  'allocates without end': () => {
    for (;;) hoard.push(new Array(1e4).fill(user));
  },
  'allocates without end, bit by bit': async () => {
    for (;;) {
      for (let i = 0; i < 100; i++) hoard.push(new Array(1e4).fill(i));
      await sleep(0);
    }
  },
  'changes directory': () => process.chdir('/'),
  'changes the environment': () => {
    process.env.STAGE = 'changed';
    delete process.env.PATH;
  },
  'leaves timers and sockets behind': () => {
    setInterval(() => {}, 10);
    createServer().listen(0);
  },
};

export async function handler(event) {
  const { user: name, fault = 'none' } = event.queryStringParameters;
  user = name;
  await sleep(20);
  await FAULTS[fault]();
  // The event loop turns for a while: what others do in it happens meanwhile.
  for (let i = 0; i < 10; i++) await sleep(20);
  return { user, stage: process.env.STAGE, hasPath: process.env.PATH !== undefined };
}
