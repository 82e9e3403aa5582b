/** Answers when ten thousand invocations have come. */
import { setTimeout as sleep } from 'node:timers/promises';

let user;
const here = new Set();

export async function handler({ queryStringParameters }) {
  user = queryStringParameters.user;
  here.add(user);
  while (here.size < 10_000) await sleep(100);
  return { user, crowd: here.size };
}
