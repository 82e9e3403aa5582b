import type { IncomingMessage, ServerResponse } from 'node:http';
import { runExchange } from './support/exchange.js';

/**
 * Middleware for Express and Connect: what comes after it serves each request in one photon, which lives until the
 * response has closed. Put it before all others.
 *
 *     app.use(express());
 */
export function express(): (req: IncomingMessage, res: ServerResponse, next: () => void) => void {
  return (req, res, next) => {
    void runExchange(req, res, () => next());
  };
}
