import { AsyncLocalStorage } from 'node:async_hooks';
import { giveUp, type Photon } from '@photonize/runtime';

/** How an invocation fails that its function did not end itself. */
export class Fault extends Error {
  override readonly name = 'Fault';
}

/** One call while its function runs, and after that as long as it leaves anything behind. */
export class Invocation {
  readonly seq: number;
  readonly id: string;
  /** The photon that runs it, from its start. */
  photon: Photon | undefined;
  #reject: (error: unknown) => void = () => {};
  #isOver = false;

  constructor(seq: number, id: string) {
    this.seq = seq;
    this.id = id;
  }

  /** Whether it has its answer. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Settles as `run` does, unless the invocation fails in another way before. */
  settle<T>(run: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#reject = (error) => {
        this.#isOver = true;
        reject(error);
      };
      run.then((answer) => {
        this.#isOver = true;
        resolve(answer);
      }, this.#reject);
    });
  }

  /** Ends it, whatever its function still does. */
  fail(error: unknown): void {
    this.#reject(error);
    if (this.photon) giveUp(this.photon, error);
  }
}

/** The invocation that the running code belongs to. */
export const invocations = new AsyncLocalStorage<Invocation>();
