import { Session } from 'node:inspector/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { WHO_RUNS } from '../worker/who-runs.js';

/** How long a blocked thread may take to stop: native code cannot be paused. */
const PATIENCE_MS = 1000;

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

  private constructor(threadId: number) {
    this.#threadId = threadId;
  }

  static async attach(threadId: number): Promise<ThreadDebugger> {
    const attached = new ThreadDebugger(threadId);
    await attached.#attach();
    return attached;
  }

  async #attach(): Promise<void> {
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

  /** The call whose code runs. `undefined` where it cannot be told in time. */
  async whoRuns(): Promise<number | undefined> {
    const patience = new AbortController();
    const tooLate = sleep(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => undefined);
    const seq = await Promise.race([this.#pauseAndAsk(), tooLate]);
    patience.abort();
    return typeof seq === 'number' && seq > 0 ? seq : undefined;
  }

  async #pauseAndAsk(): Promise<unknown> {
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
    return reply.result?.result?.value;
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
