import { setTimeout as sleep } from 'node:timers/promises';

let user;

/** Writes what the module-level state says, not what it was told. */
async function write(stream, end) {
  await sleep(Math.random() * 5);
  stream.write(`${user}${end}`);
}

export const handler = awslambda.streamifyResponse(async (event, stream) => {
  user = event.user;
  await write(stream, ' ');
  await write(stream, '');
  stream.end();
});
