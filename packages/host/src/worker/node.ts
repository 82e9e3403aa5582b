import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { type DispatchFunc, type Response as Injected, inject } from 'light-my-request';
import type { Call } from '../messages.js';
import { type Calling, json, type Response } from './calling.js';
import type { LoadedFunction } from './load.js';

/** Belong to a connection, which the function has none of. */
const OF_CONNECTIONS = ['connection', 'keep-alive', 'transfer-encoding'];

/** `(req, res)`, as Node's HTTP server calls it: Express, Fastify and Connect, too. */
export function nodeConvention({ call: handler, receiver }: LoadedFunction): Calling {
  return {
    marksLogs: false,
    plan: (call) => ({
      run: () => dispatch((req, res) => handler.call(receiver, req, res), call),
      answer,
    }),
    fail: (error) => json(500, { message: error instanceof Error ? error.message : String(error) }),
  };
}

/** Resolves when the head of the response is there; rejects when the handler fails before that. */
function dispatch(
  handler: (req: IncomingMessage, res: ServerResponse) => unknown,
  [, method, url, rawHeaders, body, remoteAddress]: Call,
): Promise<Injected> {
  return new Promise((resolve, reject) => {
    const run = async (req: IncomingMessage, res: ServerResponse) => {
      keepMethods(req);
      keepMethods(res);
      try {
        await handler(req, res);
      } catch (error) {
        reject(error);
        res.destroy(error as Error);
      }
    };
    const payload = body === undefined ? undefined : Buffer.from(body as string);
    inject(run as DispatchFunc, {
      method: method as 'GET',
      url,
      headers: valuesOf(rawHeaders),
      remoteAddress,
      payloadAsStream: true,
      ...(payload && { payload }),
    }).then(resolve, reject);
  });
}

/** Frameworks replace the prototypes of both, and with those what brings a response here. */
function keepMethods(message: object): void {
  Object.defineProperties(message, Object.getOwnPropertyDescriptors(Object.getPrototypeOf(message)));
}

function valuesOf(rawHeaders: readonly string[]): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] as string).toLowerCase();
    if (!Object.hasOwn(values, name)) values[name] = [];
    values[name]?.push(rawHeaders[i + 1] as string);
  }
  return values;
}

/** What is complete is sent at once. */
function answer(result: unknown): Response {
  const { statusCode, headers, raw, stream } = result as Injected;
  const own = Object.entries(headers).filter(([name]) => !OF_CONNECTIONS.includes(name));
  const head = Object.fromEntries(own) as Record<string, string | string[]>;
  const body = stream();
  if (raw.res.writableEnded) return [statusCode, head, (body.read() as Buffer | null) ?? undefined];
  body.once('close', () => raw.res.destroy());
  return [statusCode, head, undefined, Readable.toWeb(body).getReader() as ReadableStreamDefaultReader];
}
