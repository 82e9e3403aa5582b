import { AsyncLocalStorage } from 'node:async_hooks';
import { currentPhoton } from '../photon/context.js';
import type { Photon } from '../photon/photon.js';
import { Claim, type Lock, type LockOptions } from './claim.js';
import { lockAfterEnd, lockHeld, lockTimeout } from './messages.js';
import { type LockMode, ReadWriteLock } from './rwlock.js';

/**
 * Readers-writer locks by key. Keys are independent of each other, and a key costs memory only while somebody
 * holds its lock or waits for it.
 *
 * A photon has at most one claim on a key, held or waiting; a photon that ends loses all its claims.
 */
export class LockTable<K> {
  readonly #locks = new Map<K, ReadWriteLock<Claim<K>>>();
  readonly #claims = new WeakMap<Photon, Map<K, Claim<K>>>();
  /** What the running code holds by being inside {@link hold}. Outside photons nothing else tells owners. */
  readonly #enclosing = new AsyncLocalStorage<readonly Claim<K>[]>();

  /** The number of keys that somebody holds or waits for. */
  get size(): number {
    return this.#locks.size;
  }

  /**
   * Waits for the lock on `key`.
   * @returns the lock, which the caller must release
   * @throws as {@link hold} does
   */
  async acquire(key: K, mode: LockMode, options: LockOptions = {}): Promise<Lock<K>> {
    const claim = this.#claim(key, mode, options);
    await claim.turn;
    claim.assertHeld();
    return claim;
  }

  /**
   * Runs `fn` while holding the lock on `key`.
   * @returns what `fn` returns; rejects with what it throws
   * @throws {PhotonError} PHOTON_LOCK_HELD when the caller already holds that lock or waits for it,
   *   PHOTON_LOCK_TIMEOUT when the wait takes too long, PHOTON_ENDED when the photon ends before its turn
   * @throws {RangeError} when the timeout is negative or not a number
   * @throws the reason of the signal, when that aborts before the caller's turn
   */
  async hold<T>(key: K, mode: LockMode, fn: () => T | PromiseLike<T>, options: LockOptions = {}): Promise<T> {
    const claim = this.#claim(key, mode, options);
    await claim.turn;
    claim.assertHeld();
    try {
      return await this.#enclosing.run([...this.#heldAround(), claim], fn);
    } finally {
      claim.release();
    }
  }

  #claim(key: K, mode: LockMode, options: LockOptions): Claim<K> {
    const owner = currentPhoton();
    this.#assertAllowed(key, owner, options);
    const claim = new Claim(key, mode, owner, (ended) => this.#remove(ended));
    if (owner !== undefined) this.#claimsOf(owner).set(key, claim);
    const lock = this.#lockOf(key);
    lock.enter(claim);
    const { timeout = Infinity } = options;
    claim.limitWait(options, () => claim.giveUp(lockTimeout(claim, timeout, lock.holders)));
    return claim;
  }

  #assertAllowed(key: K, owner: Photon | undefined, { signal, timeout = 0 }: LockOptions): void {
    if (!(timeout >= 0)) throw new RangeError(`A lock's timeout is a number of milliseconds, got ${timeout}`);
    if (owner?.ended) throw lockAfterEnd(owner, key);
    signal?.throwIfAborted();
    const mine = this.#claimOn(key, owner);
    if (mine !== undefined) throw lockHeld(mine);
  }

  /** The caller's own claim on `key`: waiting for another one would be waiting for itself. */
  #claimOn(key: K, owner: Photon | undefined): Claim<K> | undefined {
    const own = owner && this.#claims.get(owner)?.get(key);
    return own ?? this.#heldAround().find((claim) => sameKey(claim.key, key));
  }

  /** Without what has been released: code that an exclusive section started may outlive the section. */
  #heldAround(): readonly Claim<K>[] {
    return this.#enclosing.getStore()?.filter((claim) => claim.held) ?? [];
  }

  #claimsOf(photon: Photon): Map<K, Claim<K>> {
    const known = this.#claims.get(photon);
    if (known !== undefined) return known;
    const claims = new Map<K, Claim<K>>();
    this.#claims.set(photon, claims);
    photon.defer(() => {
      for (const claim of claims.values()) claim.giveUp(lockAfterEnd(photon, claim.key));
    });
    return claims;
  }

  #lockOf(key: K): ReadWriteLock<Claim<K>> {
    let lock = this.#locks.get(key);
    if (lock === undefined) {
      lock = new ReadWriteLock();
      this.#locks.set(key, lock);
    }
    return lock;
  }

  #remove(claim: Claim<K>): void {
    const { key, owner } = claim;
    if (owner !== undefined) this.#claims.get(owner)?.delete(key);
    const lock = this.#lockOf(key);
    lock.leave(claim);
    if (lock.idle) this.#locks.delete(key);
  }
}

/** Equality of Map keys: NaN equals itself, and 0 equals -0. */
function sameKey(a: unknown, b: unknown): boolean {
  return a === b || Object.is(a, b);
}
