import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What became of an invocation. */
export interface Outcome {
  readonly user: string;
  readonly id: string;
  /** The body of the response; `undefined` where there was an error, or nothing. */
  readonly body: string | undefined;
}

const ARN = 'arn:aws:lambda:eu-west-1:000000000000:function:test';

/**
 * As much of Lambda's Runtime API as its runtime client needs: hands out events, up to a number at a time, and takes
 * their responses. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi {
  readonly #server: Server;
  readonly #users: readonly string[];
  readonly #concurrency: number;
  readonly #outcomes: Outcome[] = [];
  readonly #inFlight = new Map<string, string>();
  readonly #polls: ServerResponse[] = [];
  readonly #done = Promise.withResolvers<readonly Outcome[]>();
  #next = 0;

  constructor(users: readonly string[], concurrency: number) {
    this.#users = users;
    this.#concurrency = concurrency;
    this.#server = createServer((request, response) => void this.#receive(request, response));
  }

  /** Resolves with the address that the client is told. */
  listen(): Promise<string> {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        resolve(`127.0.0.1:${(this.#server.address() as AddressInfo).port}`);
      });
    });
  }

  /** Resolves when every invocation has its outcome; rejects when the function cannot be loaded. */
  get outcomes(): Promise<readonly Outcome[]> {
    return this.#done.promise;
  }

  /** Counts what is in flight as unanswered: the client has gone. */
  giveUp(): void {
    for (const [id, user] of this.#inFlight) this.#outcomes.push({ id, user, body: undefined });
    this.#done.resolve(this.#outcomes);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, , , kind, id = '', action] = (request.url ?? '').split('/');
    if (id === 'next') {
      this.#polls.push(response);
      this.#handOut();
      return;
    }
    const body = await text(request);
    response.writeHead(202).end();
    if (kind === 'init') this.#done.reject(new Error(body));
    else this.#take(id, action === 'response' ? body : undefined);
  }

  #take(id: string, body: string | undefined): void {
    const user = this.#inFlight.get(id);
    if (user === undefined) return;
    this.#inFlight.delete(id);
    this.#outcomes.push({ id, user, body });
    if (this.#outcomes.length === this.#users.length) this.#done.resolve(this.#outcomes);
    this.#handOut();
  }

  #handOut(): void {
    while (this.#polls.length > 0 && this.#inFlight.size < this.#concurrency) {
      const user = this.#users[this.#next];
      if (user === undefined) return;
      const id = `request-${this.#next++}`;
      this.#inFlight.set(id, user);
      this.#polls
        .shift()
        ?.writeHead(200, {
          'content-type': 'application/json',
          'lambda-runtime-aws-request-id': id,
          'lambda-runtime-deadline-ms': String(Date.now() + 60_000),
          'lambda-runtime-invoked-function-arn': ARN,
          'lambda-runtime-trace-id': 'Root=1-00000000-000000000000000000000000',
        })
        .end(JSON.stringify({ user }));
    }
  }
}
