import { setImmediate as turn } from 'node:timers/promises';
import { currentPhoton, defineModule } from '@photonize/runtime';

const table = defineModule('leaky.js', {}, { lets: ['user'] });
table.init('user', () => 'nobody');

/** What a photonized `let user` is to functions: sets it, and answers it a while later. */
export async function leaky(user: string): Promise<string> {
  table.record().user = user;
  for (let i = 0; i < 5; i++) await turn();
  return stateOf();
}

/** What `user` is for the running code. */
export function stateOf(): string {
  return String(table.record().user);
}

/** The photon of the running code. */
export function photonHere() {
  const photon = currentPhoton();
  if (photon === undefined) throw new Error('no photon runs');
  return photon;
}

export const USERS = Array.from({ length: 50 }, (_, i) => `user${i}`);
