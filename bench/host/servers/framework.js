import { http } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { answer } from '../function.js';

http('answer', async ({ query }, response) => {
  response.json(await answer(query.user));
});
getTestServer('answer').listen(Number(process.env.PORT));
