import { setImmediate as turn } from 'node:timers/promises';

let user;

/** As little as a function can do, and wrong where another invocation comes in between. */
export async function answer(name) {
  user = name;
  await turn();
  return { user };
}

/** The same for hosts that hand over events of Lambda's function URLs. */
export async function handler({ queryStringParameters }) {
  return answer(queryStringParameters.user);
}
