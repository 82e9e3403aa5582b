import { pause } from './lib/pause.js';

export const about = { style: 'module-level generator', what: 'ids that a generator hands out' };

function* count() {
  for (let id = 1; ; id++) yield id;
}
const ids = count();

export async function handler({ n }) {
  const first = ids.next().value;
  await pause(n);
  return [first, ids.next().value];
}
