import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer, Body } from '../messages.js';
import type { Exchange } from '../pool/exchange.js';
import type { Failure } from './failure.js';

/** An exchange with a client of Node's HTTP server. */
export class ServerExchange implements Exchange {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly string[];
  readonly address: string;
  readonly body: Body;
  readonly isIdempotent: boolean;
  readonly #response: ServerResponse;
  readonly #failure: Failure;

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    { body, isIdempotent, failure }: { body: Body; isIdempotent: boolean; failure: Failure },
  ) {
    this.method = request.method ?? 'GET';
    this.url = request.url ?? '/';
    this.headers = request.rawHeaders;
    this.address = request.socket.remoteAddress ?? '';
    this.body = body;
    this.isIdempotent = isIdempotent;
    this.#response = response;
    this.#failure = failure;
  }

  answer(status: number, headers: Answer[2], body: Body, isOpen: boolean): void {
    const response = this.#response;
    const hasLength = isOpen || (body === undefined && headers['content-length'] !== undefined);
    response.writeHead(status, hasLength ? headers : { ...headers, 'content-length': sizeOf(body) });
    if (isOpen) response.flushHeaders();
    else response.end(body);
  }

  write(data: Uint8Array, written: (isGone: boolean) => void): void {
    this.#response.write(data, (error) => written(Boolean(error)));
  }

  end(error?: string): void {
    if (error === undefined) this.#response.end();
    else this.#response.destroy(new Error(error));
  }

  fail(status: number, message: string): void {
    if (this.#response.headersSent) this.#response.destroy(new Error(message));
    else respond(this.#response, status, this.#failure(message));
  }
}

function sizeOf(body: Body): number {
  if (body === undefined) return 0;
  return typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
}

/** Answers with JSON. */
export function respond(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  if (response.headersSent) return;
  const body = JSON.stringify(value);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}
