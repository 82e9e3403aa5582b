import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { Body } from '../messages.js';
import { headerOf } from './headers.js';

/** A body that is longer than allowed. */
export class BodyTooLarge extends Error {}

/**
 * Reads the body of a request: as a text, if it is one.
 * @param done called with nothing when the client has gone before the end
 */
export function readBody(
  request: IncomingMessage,
  limit: number,
  done: (body: Body | BodyTooLarge) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else if (size - chunk.length <= limit) done(new BodyTooLarge(`The body has more than ${limit} bytes`));
  });
  request.on('end', () => {
    if (size <= limit) done(textOf(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
  });
}

/** Whether a request comes with a body (RFC 9112, section 6). */
export function hasBody(request: IncomingMessage): boolean {
  const isChunked = headerOf(request, 'transfer-encoding') !== undefined;
  return isChunked || Number(headerOf(request, 'content-length') ?? 0) > 0;
}

function textOf(bytes: Buffer): Body {
  return isUtf8(bytes) ? bytes.toString() : bytes;
}
