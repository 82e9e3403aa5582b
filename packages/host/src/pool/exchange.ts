import type { Answer, Body } from '../messages.js';

/** A request that waits for its response, as the pool sees it. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly string[];
  readonly body: Body;
  readonly address: string;
  /** Whether the function may be called again for it when the first call was lost. */
  readonly isIdempotent: boolean;
  /** Begins the response; it is complete unless `isOpen`. */
  answer(status: number, headers: Answer[2], body: Body, isOpen: boolean): void;
  /** @param written called when there is room for more, or nobody left who reads */
  write(data: Uint8Array, written: (isGone: boolean) => void): void;
  /** @param error what kept the rest from coming */
  end(error?: string): void;
  /** Responds with what went wrong; breaks a response that has begun. */
  fail(status: number, message: string): void;
}

/** An exchange that the pool has accepted. */
export class Pending {
  readonly seq: number;
  readonly exchange: Exchange;
  readonly began = performance.now();
  readonly #onSettled: () => void;
  #settled: PromiseWithResolvers<void> | undefined;
  hasBegun = false;
  hasFailed = false;
  isSettled = false;

  constructor(seq: number, exchange: Exchange, onSettled: () => void) {
    this.seq = seq;
    this.exchange = exchange;
    this.#onSettled = onSettled;
  }

  /** Resolves when it has been answered, for better or worse. */
  get settled(): Promise<void> {
    this.#settled ??= Promise.withResolvers();
    return this.#settled.promise;
  }

  /** Whether its call can be made once more. */
  get canRepeat(): boolean {
    return this.exchange.isIdempotent && !this.hasBegun;
  }

  answer([, status, headers, body, isOpen]: Answer): void {
    if (this.isSettled) return;
    this.hasBegun = true;
    this.exchange.answer(status, headers, body, isOpen);
    if (!isOpen) this.#settle();
  }

  end(error: string | undefined): void {
    if (this.isSettled) return;
    this.exchange.end(error);
    this.#settle();
  }

  fail(status: number, message: string): void {
    if (this.isSettled) return;
    this.hasFailed = true;
    this.exchange.fail(status, message);
    this.#settle();
  }

  #settle(): void {
    this.isSettled = true;
    this.#settled?.resolve();
    this.#onSettled();
  }
}
