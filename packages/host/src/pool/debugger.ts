import { Session } from 'node:inspector/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { WHO_RUNS } from '../worker/who-runs.js';

/** How long a blocked thread may take to answer: native code cannot be paused, and a thread may end meanwhile. */
const PATIENCE_MS = 1000;

/** One thread at a time is looked into: debuggers of one process see each other's threads. */
let looking: Promise<unknown> = Promise.resolve();

/**
 * Looks into a thread, after others that are looked into.
 * @returns what has been found; `undefined` where that took too long
 */
export function lookInto<T>(
  threadId: number,
  look: (thread: ThreadDebugger) => Promise<T>,
): Promise<T | undefined> {
  const found = looking.then(() => lookNow(threadId, look));
  looking = found.catch(() => {});
  return found;
}

async function lookNow<T>(threadId: number, look: (thread: ThreadDebugger) => Promise<T>) {
  using thread = new ThreadDebugger(threadId);
  const patience = new AbortController();
  const tooLate = sleep(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => undefined);
  const found = thread.attach().then(() => look(thread));
  try {
    return await Promise.race([found, tooLate]);
  } finally {
    patience.abort();
    found.catch(() => {});
  }
}

interface Reply {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly callFrames?: readonly { readonly callFrameId: string }[] };
  readonly result?: { readonly result?: { readonly value?: unknown } };
}

/**
 * Looks into a thread of this process whose event loop stands still, by V8's debugger, which can pause running code.
 * Costs nothing until it is used.
 */
export class ThreadDebugger implements Disposable {
  readonly #session = new Session();
  readonly #threadId: number;
  readonly #replies = new Map<number, (reply: Reply) => void>();
  #sessionId: string | undefined;
  #onPaused: (callFrameId: string) => void = () => {};
  #last = 0;

  constructor(threadId: number) {
    this.#threadId = threadId;
  }

  async attach(): Promise<void> {
    const session = this.#session;
    session.connect();
    session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
      if (workerInfo.title.includes(`[worker ${this.#threadId}]`)) this.#sessionId = sessionId;
    });
    session.on('NodeWorker.receivedMessageFromWorker', ({ params }) =>
      this.#receive(JSON.parse(params.message)),
    );
    await session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  }

  /** Has the thread free what nobody holds any more. */
  async collectGarbage(): Promise<void> {
    await this.#ask('HeapProfiler.collectGarbage');
  }

  /** The call whose code runs; `undefined` where it is nobody's. */
  async whoRuns(): Promise<number | undefined> {
    const paused = new Promise<string>((resolve) => {
      this.#onPaused = resolve;
    });
    void this.#ask('Debugger.enable');
    void this.#ask('Debugger.pause');
    const callFrameId = await paused;
    const expression = `globalThis.${WHO_RUNS}()`;
    const reply = await this.#ask('Debugger.evaluateOnCallFrame', {
      callFrameId,
      expression,
      returnByValue: true,
    });
    void this.#ask('Debugger.resume');
    const seq = reply.result?.result?.value;
    return typeof seq === 'number' && seq > 0 ? seq : undefined;
  }

  [Symbol.dispose](): void {
    this.#session.disconnect();
  }

  #ask(method: string, params: object = {}): Promise<Reply> {
    const id = ++this.#last;
    return new Promise((resolve) => {
      this.#replies.set(id, resolve);
      const message = JSON.stringify({ id, method, params });
      const sessionId = this.#sessionId ?? '';
      this.#session.post('NodeWorker.sendMessageToWorker', { sessionId, message }).catch(() => resolve({}));
    });
  }

  #receive(reply: Reply): void {
    if (reply.id !== undefined) {
      this.#replies.get(reply.id)?.(reply);
      this.#replies.delete(reply.id);
    }
    const frame = reply.method === 'Debugger.paused' ? reply.params?.callFrames?.[0] : undefined;
    if (frame) this.#onPaused(frame.callFrameId);
  }
}
