import { pause } from './lib/pause.js';

export const about = { style: 'memoized closure', what: 'the first value that a function was called with' };

const once = (code) => {
  let result;
  return (...args) => {
    result ??= { value: code(...args) };
    return result.value;
  };
};
const first = once((n) => n);

export async function handler({ n }) {
  await pause(n);
  const mine = first(n);
  await pause(n);
  return [mine, first(-1)];
}
