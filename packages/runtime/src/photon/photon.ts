import { randomUUID } from 'node:crypto';
import { PhotonError, warn } from '../errors.js';

/** What runs when a photon ends. */
export type Disposer = () => unknown;

/** A module's table, as its photons see it. */
export interface PhotonTable {
  /** Lets go of a photon that has ended. */
  forget(photon: Photon): void;
}

/** What a photon owns of one module: a link of a list, because most photons touch few modules. */
export interface Owned {
  readonly table: PhotonTable;
  next: Owned | undefined;
}

/**
 * One invocation of a function, co-located with others in one process. It is the key of every table of
 * module-level state; what it owns becomes unreachable with it.
 */
export class Photon {
  #id: string | undefined;
  #controller: AbortController | undefined;
  #endReason: unknown;
  #ended = false;
  #pending: Promise<unknown>[] | undefined;
  #disposers: Disposer[] | undefined;
  #owned: Owned | undefined;

  /** @param id the photon's id; a random UUID where none is given */
  constructor(id?: string) {
    this.#id = id;
  }

  /** Unique across processes, and fit for a file name unless the host chose the id. */
  get id(): string {
    this.#id ??= randomUUID();
    return this.#id;
  }

  /** @internal Gives a photon its id that was there before its invocation; by default it keeps its own. */
  name(id: string | undefined): void {
    this.#id = id ?? this.#id;
  }

  /** Aborts when the photon ends, or when its host gives it up. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#ended) this.#controller.abort(this.#reason());
    }
    return this.#controller.signal;
  }

  /** Whether the photon has ended: its locks are released and its disposers have run. */
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Keeps the photon alive until `promise` settles, although the handler has answered.
   * A rejection is reported as a warning: the answer has left already.
   * @throws {PhotonError} PHOTON_ENDED when the photon is over
   */
  waitUntil(promise: PromiseLike<unknown>): void {
    this.#assertRunning('waitUntil');
    this.#pending ??= [];
    this.#pending.push(Promise.resolve(promise).catch((error: unknown) => this.#reportLate(error)));
  }

  /**
   * Registers `dispose` to run when the photon ends; disposers run in reverse order of registration.
   * @throws {PhotonError} PHOTON_ENDED when the photon is over
   */
  defer(dispose: Disposer): void {
    this.#assertRunning('defer');
    this.#disposers ??= [];
    this.#disposers.push(dispose);
  }

  /** @internal Settles when everything given to {@link waitUntil} has, including what was added meanwhile. */
  async settle(): Promise<void> {
    while (this.#pending !== undefined) {
      const pending = this.#pending;
      this.#pending = undefined;
      for (let i = 0; i < pending.length; i++) await pending[i];
    }
  }

  /** @internal Makes the photon keep what it owns of a module, for itself alone once it has ended. */
  own(owned: Owned): void {
    owned.next = this.#owned;
    this.#owned = owned;
  }

  /** @internal What the photon owns of a module: late code of an ended photon still finds its state. */
  ownedOf(table: PhotonTable): Owned | undefined {
    let owned = this.#owned;
    while (owned !== undefined && owned.table !== table) owned = owned.next;
    return owned;
  }

  /** @internal Whether ending has to wait for something. */
  get isWaiting(): boolean {
    return this.#pending !== undefined;
  }

  /** @internal Whether ending runs code of the program: disposers, and listeners of the signal. */
  get endsLoudly(): boolean {
    return this.#disposers !== undefined || this.#controller !== undefined;
  }

  /**
   * @internal Ends the photon: aborts its signal, then runs the disposers in reverse order. Idempotent.
   * @param reason what `signal.reason` will hold
   */
  end(reason?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#endReason = reason;
    this.#controller?.abort(this.#reason());
    const disposers = this.#disposers?.reverse() ?? [];
    this.#disposers = undefined;
    disposers.forEach((dispose) => {
      this.#disposeSafely(dispose);
    });
    for (let owned = this.#owned; owned !== undefined; owned = owned.next) owned.table.forget(this);
  }

  #reason(): unknown {
    return this.#endReason ?? new PhotonError('PHOTON_ENDED', `Photon ${this.id} has ended`);
  }

  #disposeSafely(dispose: Disposer): void {
    try {
      const result = dispose();
      if (result instanceof Promise) result.catch((error: unknown) => this.#reportLate(error));
    } catch (error) {
      this.#reportLate(error);
    }
  }

  #reportLate(error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    warn('PHOTON_LATE_ERROR', `Photon ${this.id} failed after its answer: ${text}`);
  }

  #assertRunning(method: string): void {
    if (!this.#ended) return;
    throw new PhotonError('PHOTON_ENDED', `Photon ${this.id} has ended: ${method}() comes too late`);
  }
}
