import type { IncomingMessage, ServerResponse } from 'node:http';
import { standIn } from '@photonize/runtime';
import { runExchange } from './support/exchange.js';

/**
 * A handler of Node's HTTP server, and of hosts with its interface, of which each request is one photon. The photon
 * lives until the response has closed.
 *
 *     http.createServer(node(async (req, res) => { res.end('…'); }));
 *     functions.http('hello', node((req, res) => { res.send('…'); }));
 */
export function node<Req extends IncomingMessage, Res extends ServerResponse, Rest extends unknown[]>(
  handler: (req: Req, res: Res, ...rest: Rest) => unknown,
): (req: Req, res: Res, ...rest: Rest) => Promise<unknown> {
  return standIn(handler, function (this: unknown, req: Req, res: Res, ...rest: Rest) {
    return runExchange(req, res, () => handler.call(this, req, res, ...rest));
  });
}
