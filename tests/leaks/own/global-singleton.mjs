import { pause } from './lib/pause.js';

export const about = {
  style: 'Symbol.for on globalThis',
  what: 'a counter that all copies of a module share',
  outside: true,
};

const key = Symbol.for('photonize.test.singleton');
globalThis[key] ??= { calls: 0 };

export async function handler({ n }) {
  globalThis[key].calls += 1;
  await pause(n);
  return globalThis[key].calls;
}
