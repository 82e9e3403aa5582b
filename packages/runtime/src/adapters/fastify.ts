import type { IncomingMessage, ServerResponse } from 'node:http';
import { runExchange } from './support/exchange.js';

/** What is needed of Fastify. */
interface Instance {
  addHook(
    name: 'onRequest',
    hook: (request: { raw: IncomingMessage }, reply: { raw: ServerResponse }, done: () => void) => void,
  ): unknown;
}

/**
 * A plugin for Fastify: the hooks and the handler after it serve each request in one photon, which lives until the
 * response has closed. Register it before all others.
 *
 *     app.register(fastify);
 */
export function fastify(instance: Instance, _options: unknown, registered: () => void): void {
  instance.addHook('onRequest', (request, reply, done) => {
    void runExchange(request.raw, reply.raw, () => done());
  });
  registered();
}

/** Fastify gives a plugin a scope of its own unless that says that it acts on the one around it. */
Object.assign(fastify, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: 'photonize',
});
