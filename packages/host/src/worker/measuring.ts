import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { InitMessage } from '@photonize/runtime';
import type { Report } from '../messages.js';
import { countStrayErrors } from './faults.js';
import type { Runner } from './runner.js';

const EVERY_MS = 1000;
const NANOSECONDS_PER_MS = 1e6;

/** What tells how long an init has taken, and how often it is listened to between two reports. */
const INIT = 'photonize:photon:init';
const INITS = 100;

/** Reports how the thread does, once a second. */
export class Measuring {
  readonly #runner: Runner;
  readonly #report: (message: Report) => void;
  readonly #heapIdle = heapUsed();
  readonly #delay = monitorEventLoopDelay({ resolution: 20 });
  #last = performance.now();
  #inits = 0;
  #initTime = 0;

  constructor(runner: Runner, report: (message: Report) => void) {
    this.#runner = runner;
    this.#report = report;
    this.#delay.enable();
    subscribe(INIT, this.#onInit);
  }

  readonly #onInit = (message: unknown): void => {
    this.#inits += 1;
    this.#initTime += (message as InitMessage).duration;
    if (this.#inits === INITS) unsubscribe(INIT, this.#onInit);
  };

  /** To be called often. */
  beat(): void {
    const now = performance.now();
    if (now - this.#last < EVERY_MS) return;
    this.#last = now;
    const measures = {
      heapUsed: heapUsed(),
      heapIdle: this.#heapIdle,
      live: this.#runner.live,
      delay: this.#delay.max / NANOSECONDS_PER_MS,
      strayErrors: countStrayErrors(),
      inits: this.#inits,
      initTime: this.#initTime,
    };
    if (this.#inits === INITS) subscribe(INIT, this.#onInit);
    this.#inits = 0;
    this.#initTime = 0;
    this.#delay.reset();
    this.#report({ type: 'measured', measures });
  }
}

function heapUsed(): number {
  return getHeapStatistics().used_heap_size;
}
