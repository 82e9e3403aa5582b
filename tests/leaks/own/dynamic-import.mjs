import { pause } from './lib/pause.js';

export const about = { style: 'dynamic import', what: 'what a module keeps that is loaded on demand' };

export async function handler({ n }) {
  const { items, default: push } = await import('./lib/on-demand.js');
  push(n);
  await pause(n);
  const pool = await import('./lib/pool.cjs');
  pool.default.push(n);
  await pause(3 - n);
  return [items, pool.default];
}
