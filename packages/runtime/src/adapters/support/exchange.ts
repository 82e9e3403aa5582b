import { AsyncLocalStorage } from 'node:async_hooks';
import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Photon, runPhoton } from '@photonize/runtime';

/**
 * Runs `fn` as the photon of one HTTP request, which lives until the response has closed. Events of both are of the
 * photon: their listeners would otherwise run in the context of the connection, which serves many requests.
 */
export function runExchange<T>(
  request: IncomingMessage,
  response: ServerResponse,
  fn: (photon: Photon) => T | PromiseLike<T>,
): Promise<T> {
  return runPhoton((photon) => {
    photon.waitUntil(closed(response));
    emitHere(request);
    emitHere(response);
    return fn(photon);
  });
}

function closed(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (response.closed) resolve();
    else response.once('close', resolve);
  });
}

function emitHere(emitter: EventEmitter): void {
  const here = AsyncLocalStorage.snapshot();
  const { emit } = emitter;
  emitter.emit = (...args) => here(() => emit.apply(emitter, args));
}
