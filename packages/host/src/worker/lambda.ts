import type { Photon } from '@photonize/runtime';
import { parse } from 'fast-querystring';
import type { Call } from '../messages.js';
import { BadRequest, type Calling, json, type Response } from './calling.js';
import type { LoadedFunction } from './load.js';

/** What a handler may answer instead of plain JSON. */
interface ProxyResult {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** Payload format 2.0. */
interface FunctionUrlEvent {
  readonly version: '2.0';
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestContext: object;
  queryStringParameters?: Readonly<Record<string, string>>;
  cookies?: readonly string[];
  body?: string;
  isBase64Encoded: boolean;
}

/**
 * `handler(event, context)`, with the events and answers of Lambda's function URLs (payload format 2.0):
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads
 */
export function lambdaConvention({ call: handler, receiver }: LoadedFunction, timeout: number): Calling {
  return {
    marksLogs: false,
    plan: (call) => ({
      run: (photon) => handler.call(receiver, eventOf(call, photon), contextOf(photon, timeout)),
      answer,
    }),
    fail,
  };
}

function contextOf(photon: Photon, timeout: number) {
  const end = Date.now() + timeout;
  return {
    awsRequestId: photon.id,
    getRemainingTimeInMillis: () => Math.max(0, end - Date.now()),
  };
}

function eventOf([, method, url, rawHeaders, body, sourceIp]: Call, photon: Photon) {
  const question = url.indexOf('?');
  const rawPath = question < 0 ? url : url.slice(0, question);
  const rawQueryString = question < 0 ? '' : url.slice(question + 1);
  const headers = headersOf(rawHeaders);
  const http = {
    method,
    path: rawPath,
    protocol: 'HTTP/1.1',
    sourceIp,
    userAgent: headers['user-agent'] ?? '',
  };
  const requestContext = {
    requestId: photon.id,
    timeEpoch: Date.now(),
    http,
  };
  const event: FunctionUrlEvent = {
    version: '2.0',
    rawPath,
    rawQueryString,
    headers,
    requestContext,
    isBase64Encoded: false,
  };
  if (rawQueryString !== '') event.queryStringParameters = parametersOf(rawQueryString);
  if (headers.cookie !== undefined) event.cookies = headers.cookie.split('; ');
  if (typeof body === 'string') event.body = body;
  else if (body) {
    event.body = Buffer.from(body).toString('base64');
    event.isBase64Encoded = true;
  }
  return event;
}

function headersOf(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let i = 0; i < raw.length; i += 2) {
    const name = (raw[i] as string).toLowerCase();
    headers[name] = Object.hasOwn(headers, name) ? `${headers[name]},${raw[i + 1]}` : (raw[i + 1] as string);
  }
  return headers;
}

function parametersOf(query: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  const parsed = parse(query);
  for (const name of Object.keys(parsed)) parameters[name] = String(parsed[name]);
  return parameters;
}

function answer(result: unknown): Response {
  if (!isProxyResult(result)) return json(200, result ?? null);
  const { statusCode, headers = {}, cookies, body = '', isBase64Encoded } = result;
  const all = { 'content-type': 'application/json', ...lowerCased(headers) };
  return [
    statusCode,
    cookies ? { ...all, 'set-cookie': [...cookies] } : all,
    isBase64Encoded ? Buffer.from(body, 'base64') : String(body),
  ];
}

function isProxyResult(result: unknown): result is ProxyResult {
  return (
    typeof result === 'object' && result !== null && typeof Reflect.get(result, 'statusCode') === 'number'
  );
}

function lowerCased(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}

function fail(error: unknown): Response {
  if (error instanceof BadRequest) return json(error.status, { message: error.message });
  const { name, message } = error instanceof Error ? error : { name: typeof error, message: String(error) };
  return json(502, { errorType: name, errorMessage: message });
}
