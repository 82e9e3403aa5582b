import type { Lock, LockOptions } from './claim.js';
import { Deferred } from './deferred.js';
import { forgiveEnd } from './forgive.js';
import { LockTable } from './lock.js';

/**
 * A Map whose entries all photons share on purpose, with locks to coordinate them.
 *
 * Locks are advisory: they guard a key, whether or not it has an entry, against who also asks for its lock.
 * They belong to the photon that took them. When it ends, what it holds passes to who waits next, although
 * its code may still run; `photon.signal` tells it. Outside photons, a lock belongs to the body of
 * `exclusive()` or `shared()`, or to who has the handle.
 *
 * Taking a lock that the caller already holds or waits for, in whatever mode, is an error, also where
 * another part of the same photon holds it. Not noticed are deadlocks over several keys (take them in one
 * order, or give a timeout), and, outside photons, a second request by who keeps the handle of the first.
 */
export class ObjectStore<K = unknown, V = unknown> extends Map<K, V> {
  /** Creations under way whose result the store will keep. */
  readonly #creations = new Map<K, Deferred<V>>();
  readonly #locks = new LockTable<K>();

  /** @param entries what the store holds at first */
  constructor(entries: Iterable<readonly [K, V]> = []) {
    super(); // Not super(entries): that would call set() before the fields above exist.
    for (const [key, value] of entries) this.set(key, value);
  }

  /**
   * Gets the entry of `key`, creating it if there is none. Concurrent callers share one creation, and its
   * error if it fails; a failed creation is not remembered.
   *
   * While a creation is under way, `set()` overtakes it: who waits gets the value set, and what the creation
   * yields is dropped. `delete()` and `clear()` detach it: who waits still gets what it yields, but the store
   * does not keep that, and the next call creates anew.
   *
   * @param create receives the key; may be async. Runs in the photon of the first caller. Must not itself
   *   wait for the entry that it creates.
   * @returns rejects with what `create` throws
   */
  getOrCreate(key: K, create: (key: K) => V | PromiseLike<V>): Promise<V> {
    if (this.has(key)) return Promise.resolve(this.get(key) as V);
    const creation = this.#creations.get(key) ?? this.#startCreation(key, create);
    return creation.promise;
  }

  /** Sets the entry of `key`, and answers who waits for its creation. */
  override set(key: K, value: V): this {
    super.set(key, value);
    this.#creations.get(key)?.resolve(value);
    this.#creations.delete(key);
    return this;
  }

  /** Deletes the entry of `key`, and detaches its creation. Locks stay. */
  override delete(key: K): boolean {
    this.#creations.delete(key);
    return super.delete(key);
  }

  /** Deletes all entries, and detaches all creations. Locks stay. */
  override clear(): void {
    this.#creations.clear();
    super.clear();
  }

  /**
   * Runs `fn` while nobody else holds a lock on `key`. Requests are served in order of arrival.
   *
   * @returns what `fn` returns; rejects with what it throws
   * @throws {PhotonError} PHOTON_LOCK_HELD when the caller already holds a lock on `key` or waits for one,
   *   PHOTON_LOCK_TIMEOUT when the wait takes too long, PHOTON_ENDED when the photon ends before its turn
   * @throws {RangeError} when the timeout is negative or not a number
   * @throws the reason of `options.signal`, when that aborts before the caller's turn
   */
  exclusive<T>(key: K, fn: () => T | PromiseLike<T>, options?: LockOptions): Promise<T> {
    return forgiveEnd(this.#locks.hold(key, 'exclusive', fn, options));
  }

  /**
   * Runs `fn` while nobody holds the exclusive lock on `key`; other readers may run. A reader waits behind a
   * writer that came first.
   * @returns and throws what {@link exclusive} does
   */
  shared<T>(key: K, fn: () => T | PromiseLike<T>, options?: LockOptions): Promise<T> {
    return forgiveEnd(this.#locks.hold(key, 'shared', fn, options));
  }

  /**
   * Takes the exclusive lock on `key`: `await using lock = await store.lock(key)`.
   * @returns the lock; release it on every path, or let `using` do so
   * @throws what {@link exclusive} does
   */
  lock(key: K, options?: LockOptions): Promise<Lock<K>> {
    return forgiveEnd(this.#locks.acquire(key, 'exclusive', options));
  }

  /**
   * Takes a shared lock on `key`, which other readers may hold too.
   * @returns the lock; release it on every path, or let `using` do so
   * @throws what {@link exclusive} does
   */
  readLock(key: K, options?: LockOptions): Promise<Lock<K>> {
    return forgiveEnd(this.#locks.acquire(key, 'shared', options));
  }

  #startCreation(key: K, create: (key: K) => V | PromiseLike<V>): Deferred<V> {
    const creation = new Deferred<V>();
    this.#creations.set(key, creation);
    void this.#create(key, create, creation);
    return creation;
  }

  async #create(key: K, create: (key: K) => V | PromiseLike<V>, creation: Deferred<V>): Promise<void> {
    try {
      const value = await create(key);
      if (this.#creations.get(key) === creation) this.set(key, value);
      else creation.resolve(value);
    } catch (error) {
      if (this.#creations.get(key) === creation) this.#creations.delete(key);
      creation.reject(error);
    }
  }
}

/** The shared object store: objects that all photons of the process share on purpose. */
export const store = new ObjectStore();
