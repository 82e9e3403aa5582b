import type { Photon } from '../photon/photon.js';
import { Deferred } from './deferred.js';
import type { Claimant, LockMode } from './rwlock.js';

/** A lock that its owner holds until it releases it; made for `using` and `await using`. */
export interface Lock<K = unknown> extends Disposable, AsyncDisposable {
  readonly key: K;
  readonly mode: LockMode;
  /** Whether the lock is still held: not yet released, and the photon that took it has not ended. */
  readonly held: boolean;
  /** Passes the lock on to who waits next. Idempotent. */
  release(): void;
}

/** Limits to the wait for a lock. A lock once granted is not affected by them. */
export interface LockOptions {
  /** Gives up waiting when it aborts; the request rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * How long to wait at most, in milliseconds; 0 takes the lock only if it is free. Default: without limit.
   * What is longer than a timer can run (24 days) is without limit too.
   */
  readonly timeout?: number | undefined;
}

const LONGEST_TIMER = 2 ** 31 - 1;

/** One request for a lock, from its arrival in the queue until it is released or given up. */
export class Claim<K> implements Lock<K>, Claimant {
  readonly key: K;
  readonly mode: LockMode;
  /** The photon that asked; `undefined` at root. */
  readonly owner: Photon | undefined;
  readonly #turn = new Deferred<void>();
  readonly #onEnd: (claim: Claim<K>) => void;
  #state: 'waiting' | 'held' | 'ended' = 'waiting';
  #reason: unknown;
  #liftLimits: (() => void) | undefined;

  /** @param onEnd called once, when the claim is released or given up */
  constructor(key: K, mode: LockMode, owner: Photon | undefined, onEnd: (claim: Claim<K>) => void) {
    this.key = key;
    this.mode = mode;
    this.owner = owner;
    this.#onEnd = onEnd;
  }

  /** Resolves when the wait is over, for better or worse: {@link assertHeld} tells. */
  get turn(): Promise<void> {
    return this.#turn.promise;
  }

  get held(): boolean {
    return this.#state === 'held';
  }

  /** @throws the reason for which the claim was given up, be it after the grant but before anybody noticed */
  assertHeld(): void {
    if (!this.held) throw this.#reason;
  }

  grant(): void {
    this.#state = 'held';
    this.#stopWaiting();
  }

  release(): void {
    this.giveUp(undefined);
  }

  /** Ends the claim, waiting or held. Idempotent. */
  giveUp(reason: unknown): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#reason = reason;
    this.#stopWaiting();
    this.#onEnd(this);
  }

  /**
   * Limits the wait, if there is one.
   * @param onTimeout called when `timeout` is over; gives the claim up
   */
  limitWait({ signal, timeout = Infinity }: LockOptions, onTimeout: () => void): void {
    if (this.#state !== 'waiting') return;
    if (timeout === 0) {
      onTimeout();
      return;
    }
    const onAbort = () => this.giveUp(signal?.reason);
    const timer = timeout > LONGEST_TIMER ? undefined : setTimeout(onTimeout, timeout);
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#liftLimits = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
  }

  [Symbol.dispose](): void {
    this.release();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.release();
  }

  #stopWaiting(): void {
    this.#liftLimits?.();
    this.#liftLimits = undefined;
    this.#turn.resolve();
  }
}
