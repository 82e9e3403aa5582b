import type { OrphanAccess } from '@photonize/runtime';

/** What the thread that listens and the threads that run functions say to each other. */

/** The contents of a request or a response. */
export type Body = string | Uint8Array | undefined;

/** A request, as a tuple: names of properties would be sent along with each. */
export type Call = readonly [
  seq: number,
  method: string,
  url: string,
  /** Names and values in turn. */
  headers: readonly string[],
  body: Body,
  address: string,
];

/** A response; where `isOpen`, chunks follow. */
export type Answer = readonly [
  seq: number,
  status: number,
  headers: Readonly<Record<string, string | string[]>>,
  body: Body,
  isOpen: boolean,
];

/** To a function's thread. */
export type Command =
  | { readonly type: 'calls'; readonly calls: readonly Call[] }
  /** The time of a call is over, or nobody waits for its answer. */
  | { readonly type: 'give up'; readonly seq: number; readonly reason: string }
  /** A chunk has been written: another one may come. */
  | { readonly type: 'written'; readonly seq: number }
  /** The thread is about to be ended. */
  | { readonly type: 'end' };

/** From a function's thread. */
export type Report =
  | { readonly type: 'ready'; readonly task: number | undefined }
  | { readonly type: 'not loaded'; readonly error: Error }
  | { readonly type: 'answers'; readonly answers: readonly Answer[] }
  | { readonly type: 'chunk'; readonly seq: number; readonly data: Uint8Array }
  | { readonly type: 'end'; readonly seq: number; readonly error?: string | undefined }
  | { readonly type: 'measured'; readonly measures: Measures }
  /** Everything is printed. */
  | { readonly type: 'done' };

/** What a thread tells of itself now and then. */
export interface Measures {
  readonly heapUsed: number;
  /** The same before the first invocation. */
  readonly heapIdle: number;
  readonly live: number;
  /** Event-loop delay in milliseconds: the longest since the last report. */
  readonly delay: number;
  /** Errors that no invocation could be blamed for. */
  readonly strayErrors: number;
  /** How long inits of photons took, in milliseconds, and how many there were since the last report. */
  readonly initTime: number;
  readonly inits: number;
}

/** How a function is called, and what its answers mean. */
export type Convention = 'lambda' | 'web' | 'node' | 'openwhisk';

/** What a function's thread starts with. */
export interface ThreadData {
  readonly file: string;
  readonly handler: string;
  readonly convention: Convention;
  /** Counts up while the thread's event loop turns. */
  readonly beats: Int32Array;
  readonly beatMs: number;
  readonly timeout: number;
  readonly orphanAccess: OrphanAccess;
  /** How many photons are kept ready whose init has run. */
  readonly prewarm: number;
}
