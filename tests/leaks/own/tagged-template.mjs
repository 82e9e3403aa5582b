import { pause } from './lib/pause.js';

export const about = { style: 'tagged-template cache', what: 'how often each template was seen' };

const seen = new Map();
const sql = (strings, ...values) => {
  seen.set(strings, (seen.get(strings) ?? 0) + 1);
  return { text: strings.join('?'), values, calls: seen.get(strings) };
};
const query = (n) => sql`select ${n}`;

export async function handler({ n }) {
  const first = query(n);
  await pause(n);
  return [first, query(n + 1), seen.size];
}
