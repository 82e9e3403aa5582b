import { pause } from './lib/pause.js';

export const about = { style: 'Proxy', what: 'what was written through a proxy' };

const flags = new Proxy({}, { get: (target, name) => target[name] ?? false });

export async function handler({ n }) {
  if (n) flags[`f${n}`] = true;
  await pause(n);
  return [flags.f1, flags.f2, flags.f3];
}
