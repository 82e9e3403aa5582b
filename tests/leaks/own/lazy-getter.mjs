import config from './lib/config.cjs';
import { pause } from './lib/pause.js';

export const about = { style: 'lazy getter', what: 'a property that its first reader defines' };

export async function handler({ n }) {
  config.tenant = `t${n}`;
  await pause(n);
  const { connection } = config;
  await pause(3 - n);
  return [connection, config.connection];
}
