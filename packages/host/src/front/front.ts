import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Body } from '../messages.js';
import type { Metrics } from '../metrics.js';
import type { Pool } from '../pool/pool.js';
import { BodyTooLarge, hasBody, readBody } from './body.js';
import type { Failure } from './failure.js';
import { headerOf } from './headers.js';
import { respond, ServerExchange } from './server-exchange.js';

/** What a protocol does with a request whose body is there. */
export type Route = (request: IncomingMessage, response: ServerResponse, body: Body) => void;

export interface FrontOptions {
  readonly port: number;
  readonly maxBody: number;
  /** Whether calls may be repeated whose threads were lost. */
  readonly idempotent: boolean;
  readonly failure: Failure;
}

/** Invocations have limits of their own. Nobody reads requests that announce no body. */
const SERVER: ServerOptions = { requestTimeout: 0, keepAliveTimeout: 65_000, optimizeEmptyRequests: true };

/** The side of the host that listens. */
export class Front {
  readonly #server: Server;
  readonly #options: FrontOptions;
  readonly #metrics: Metrics;
  readonly #route: Route;
  #isDraining = false;

  constructor(options: FrontOptions, metrics: Metrics, route: Route) {
    this.#options = options;
    this.#metrics = metrics;
    this.#route = route;
    this.#server = createServer(SERVER, (request, response) => this.#receive(request, response));
  }

  /** Starts to listen. Resolves with the port. */
  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#options.port, () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  /** Takes no connections any more, and no requests on those that there are. */
  drain(): void {
    this.#isDraining = true;
    this.#server.close();
    this.#server.closeIdleConnections();
  }

  /** Closes the connections that are left. */
  close(): void {
    this.#server.closeAllConnections();
  }

  /** Gives a request to the function. */
  run(pool: Pool, request: IncomingMessage, response: ServerResponse, body: Body): void {
    const { failure, idempotent } = this.#options;
    const isIdempotent = idempotent || headerOf(request, 'idempotency-key') !== undefined;
    const isAccepted = pool.accept(new ServerExchange(request, response, { body, isIdempotent, failure }));
    if (isAccepted) return;
    this.#metrics.refused();
    respond(response, 429, failure('Too many invocations are in flight'), { 'retry-after': '1' });
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    if (request.url === '/healthz') this.#tellHealth(response);
    else if (request.url === '/metrics') void this.#tellMetrics(response);
    else if (this.#isDraining) this.#refuse(response, 503, 'The host is shutting down');
    else if (!hasBody(request)) this.#route(request, response, undefined);
    else this.#receiveBody(request, response);
  }

  #receiveBody(request: IncomingMessage, response: ServerResponse): void {
    readBody(request, this.#options.maxBody, (body) => {
      if (body instanceof BodyTooLarge) this.#refuse(response, 413, body.message);
      else this.#route(request, response, body);
    });
  }

  #refuse(response: ServerResponse, status: number, message: string): void {
    respond(response, status, this.#options.failure(message), { connection: 'close' });
  }

  #tellHealth(response: ServerResponse): void {
    respond(response, this.#isDraining ? 503 : 200, { status: this.#isDraining ? 'draining' : 'ok' });
  }

  async #tellMetrics(response: ServerResponse): Promise<void> {
    const { contentType, text } = await this.#metrics.print();
    response.writeHead(200, { 'content-type': contentType });
    response.end(text);
  }
}
