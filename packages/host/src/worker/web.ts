import type { Photon } from '@photonize/runtime';
import type { Call } from '../messages.js';
import { BadRequest, type Calling, type Response as HostResponse, json } from './calling.js';
import type { LoadedFunction } from './load.js';

/** `fetch(request)`, as Deno, Bun and workers call it; the latter with `env` and `ctx`. */
export function webConvention({ call: fetch, receiver }: LoadedFunction): Calling {
  return {
    marksLogs: false,
    plan: (call) => ({
      run: (photon) => fetch.call(receiver, requestOf(call), process.env, contextOf(photon)),
      answer,
    }),
    fail,
  };
}

function contextOf(photon: Photon) {
  return {
    waitUntil: (promise: PromiseLike<unknown>) => photon.waitUntil(promise),
    passThroughOnException: () => {},
  };
}

function requestOf([, method, url, rawHeaders, body]: Call): Request {
  const headers = new Headers();
  for (let i = 0; i < rawHeaders.length; i += 2)
    headers.append(rawHeaders[i] as string, rawHeaders[i + 1] as string);
  const base = `http://${headers.get('host') ?? 'localhost'}`;
  const hasBody = body !== undefined && method !== 'GET' && method !== 'HEAD';
  return new Request(new URL(url, base), {
    method,
    headers,
    ...(hasBody && { body: body as string | Uint8Array<ArrayBuffer> }),
  });
}

function answer(result: unknown): HostResponse {
  if (!(result instanceof Response))
    throw new TypeError(`The function has to answer with a Response, not with ${typeof result}`);
  const headers: Record<string, string | string[]> = Object.fromEntries(result.headers);
  const cookies = result.headers.getSetCookie();
  if (cookies.length > 0) headers['set-cookie'] = cookies;
  return [result.status, headers, undefined, result.body?.getReader()];
}

function fail(error: unknown): HostResponse {
  if (error instanceof BadRequest) return json(error.status, { message: error.message });
  return json(500, { message: error instanceof Error ? error.message : String(error) });
}
