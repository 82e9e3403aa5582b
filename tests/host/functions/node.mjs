/** Handlers of Node's kind that keep their user across turns of the event loop, by themselves and in frameworks. */
import { setTimeout as sleep } from 'node:timers/promises';
import createExpress from 'express';
import createFastify from 'fastify';

let user;

async function keep(name) {
  user = name;
  await sleep(5);
  return user;
}

function userOf({ url }) {
  return new URL(url, 'http://localhost').searchParams.get('user');
}

export async function handler(req, res) {
  let body = '';
  for await (const chunk of req.setEncoding('utf8')) body += chunk;
  const { method, headers } = req;
  res.setHeader('set-cookie', ['a=1', 'b=2']);
  res.writeHead(201, { 'content-type': 'application/json' });
  res.end(JSON.stringify({ user: await keep(userOf(req)), method, body, test: headers['x-test'] }));
}

/** Writes bit by bit, from listeners and timers. */
export function slow(req, res) {
  user = userOf(req);
  req.resume().on('end', () => {
    let left = 3;
    const timer = setInterval(() => {
      if (left-- > 0) res.write(`${user} `);
      else clearInterval(timer) ?? res.end();
    }, 2);
  });
}

export function endless(_, res) {
  const timer = setInterval(() => res.write('x'.repeat(1000)), 1);
  res.on('close', () => {
    clearInterval(timer);
    process.stdout.write('closed\n');
  });
}

export async function fails(req, res) {
  if (userOf(req) === 'late') res.write('begun');
  await sleep(5);
  throw new TypeError('it fails');
}

export const express = createExpress();
express.use(createExpress.json());
express.post('/', async ({ query, body }, response) => {
  response.status(202).json({ user: await keep(query.user), body });
});

export const nested = (req, res) => express(req, res);

export const fastify = createFastify();
fastify.post('/', async ({ query, body }, reply) => {
  reply.status(202);
  return { user: await keep(query.user), body };
});
