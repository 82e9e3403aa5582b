/** `exclusive` keeps everybody else out; `shared` lets other `shared` ones in. */
export type LockMode = 'exclusive' | 'shared';

/** Who waits for a lock, then holds it. */
export interface Claimant {
  readonly mode: LockMode;
  /** Called once, when the lock is the claimant's. Must not enter or leave a lock. */
  grant(): void;
}

/**
 * A readers-writer lock that serves strictly in order of arrival. Neighbouring readers hold it together; a
 * reader that comes after a waiting writer waits behind it, so nobody starves.
 */
export class ReadWriteLock<C extends Claimant> {
  readonly #holders = new Set<C>();
  readonly #queue = new Set<C>();

  /** Who holds the lock: one writer, or any number of readers. */
  get holders(): ReadonlySet<C> {
    return this.#holders;
  }

  /** Whether nobody holds the lock or waits for it. */
  get idle(): boolean {
    return this.#holders.size === 0 && this.#queue.size === 0;
  }

  /** Queues `claimant`; grants it the lock at once where that is possible. */
  enter(claimant: C): void {
    this.#queue.add(claimant);
    this.#admit();
  }

  /** Takes `claimant` out, whether it holds the lock or waits, and lets in who can go next. */
  leave(claimant: C): void {
    this.#holders.delete(claimant);
    this.#queue.delete(claimant);
    this.#admit();
  }

  #admit(): void {
    for (const next of this.#queue) {
      if (!this.#admits(next)) return;
      this.#queue.delete(next);
      this.#holders.add(next);
      next.grant();
    }
  }

  #admits({ mode }: C): boolean {
    for (const holder of this.#holders) return mode === 'shared' && holder.mode === 'shared';
    return true;
  }
}
