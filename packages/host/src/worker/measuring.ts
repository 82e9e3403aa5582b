import { subscribe } from 'node:diagnostics_channel';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { Report } from '../messages.js';
import { countStrayErrors } from './faults.js';
import type { Runner } from './runner.js';

const EVERY_MS = 1000;
const NANOSECONDS_PER_MS = 1e6;

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
    subscribe('photonize:photon:init', (message) => {
      this.#inits += 1;
      this.#initTime += (message as { duration: number }).duration;
    });
  }

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
    this.#inits = 0;
    this.#initTime = 0;
    this.#delay.reset();
    this.#report({ type: 'measured', measures });
  }
}

function heapUsed(): number {
  return getHeapStatistics().used_heap_size;
}
