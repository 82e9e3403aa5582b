/** Functions that answer requests, and keep state in between. */
import { setTimeout as sleep } from 'node:timers/promises';

let user;

export async function handler({ queryStringParameters = {}, rawPath: path, requestContext, body }) {
  const { user: name, ms = '5' } = queryStringParameters;
  user = name;
  await sleep(Number(ms));
  return { user, path, method: requestContext.http.method, body: body && JSON.parse(body) };
}

export async function proxy() {
  const headers = { 'Content-Type': 'application/octet-stream' };
  return { statusCode: 201, headers, cookies: ['a=1', 'b=2'], body: 'AP8=', isBase64Encoded: true };
}

export default {
  async fetch(request) {
    user = new URL(request.url).searchParams.get('user');
    let left = 3;
    const body = new ReadableStream({
      async pull(controller) {
        await sleep(2);
        if (left-- === 0) controller.close();
        else controller.enqueue(new TextEncoder().encode(`${user} `));
      },
    });
    return new Response(body);
  },
};

export async function echo({ headers, queryStringParameters }) {
  return { headers, queryStringParameters };
}

export const background = {
  async fetch(request, env, ctx) {
    user = new URL(request.url).searchParams.get('user');
    ctx.waitUntil(sleep(50).then(() => process.stdout.write(`later: ${user}\n`)));
    return new Response(env.STAGE);
  },
};

export const endless = {
  async fetch() {
    const body = new ReadableStream({
      async pull(controller) {
        await sleep(1);
        controller.enqueue(new Uint8Array(10_000));
      },
      cancel() {
        process.stdout.write('cancelled\n');
      },
    });
    return new Response(body);
  },
};
