import { createServer } from 'node:http';
import { answer } from '../function.js';

createServer(async ({ url }, response) => {
  const body = JSON.stringify(await answer(new URLSearchParams(url.slice(2)).get('user')));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}).listen(Number(process.env.PORT));
