import type { Photon } from '@photonize/runtime';
import type { Answer, Call } from '../messages.js';

/** A response: the rest of an {@link Answer}. */
export type Response = readonly [
  status: Answer[1],
  headers: Answer[2],
  body: Answer[3],
  /** What is to be sent after the body. */
  more?: ReadableStreamDefaultReader<Uint8Array> | undefined,
];

/** One call, understood. */
export interface Plan {
  /** The id of the invocation, where the call has one. */
  readonly id?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Calls the function, in its photon. */
  run(photon: Photon): unknown;
  /** Turns what it has returned into a response; may throw. */
  answer(result: unknown): Response;
}

/** How a function is called by some kind of host. */
export interface Calling {
  /** Whether the log tells where each invocation ends. */
  readonly marksLogs: boolean;
  /** @throws {BadRequest} when the call is malformed */
  plan(call: Call): Plan;
  /** What to answer when the function has thrown or rejected, or was ended. */
  fail(error: unknown): Response;
}

/** A call that cannot be given to the function. */
export class BadRequest extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** An answer in JSON. */
export function json(status: number, value: unknown): Response {
  return [status, { 'content-type': 'application/json' }, JSON.stringify(value)];
}
