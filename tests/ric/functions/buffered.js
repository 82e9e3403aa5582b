import { setTimeout as sleep } from 'node:timers/promises';

let user;

export const handler = async (event, context) => {
  user = event.user;
  await sleep(Math.random() * 5);
  return { user, id: context.awsRequestId };
};
