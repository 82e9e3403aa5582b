import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import type { Report } from '../messages.js';

/** How many chunks may be on their way to a client that reads slowly. */
const AHEAD = 8;

/** The body of a response, sent bit by bit. It is read in the photon that has made it. */
export class ResponseStream {
  readonly seq: number;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #report: (message: Report) => void;
  readonly #inPhoton = AsyncLocalStorage.snapshot();
  readonly #done = Promise.withResolvers<void>();
  #unwritten = 0;
  #goOn: (() => void) | undefined;

  constructor(
    seq: number,
    reader: ReadableStreamDefaultReader<Uint8Array>,
    report: (message: Report) => void,
  ) {
    this.seq = seq;
    this.#reader = reader;
    this.#report = report;
  }

  /** Resolves when all has been sent, or nobody wants more. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  start(): void {
    this.#inPhoton(() => this.#send());
  }

  /** A chunk has reached the client. */
  written(): void {
    this.#unwritten -= 1;
    this.#goOn?.();
  }

  cancel(reason: string): void {
    this.#goOn?.();
    this.#inPhoton(() => this.#reader.cancel(reason)).catch(() => {});
  }

  async #send(): Promise<void> {
    const { seq } = this;
    try {
      // The head of the response goes first, with those of others.
      await turn();
      for (;;) {
        const { done, value } = await this.#reader.read();
        if (done) break;
        this.#report({ type: 'chunk', seq, data: value });
        this.#unwritten += 1;
        if (this.#unwritten >= AHEAD) await this.#roomForMore();
      }
      this.#report({ type: 'end', seq });
    } catch (error) {
      this.#report({ type: 'end', seq, error: String(error) });
    } finally {
      this.#done.resolve();
    }
  }

  #roomForMore(): Promise<void> {
    return new Promise((resolve) => {
      this.#goOn = resolve;
    });
  }
}
