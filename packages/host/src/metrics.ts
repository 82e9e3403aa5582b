import { Counter, Gauge, Registry } from 'prom-client';
import type { Pool } from './pool/pool.js';

/** What the host tells Prometheus. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #pool: () => Pool | undefined;
  readonly #refused: Counter;

  /** @param pool none before an action has been initialized */
  constructor(pool: () => Pool | undefined) {
    this.#pool = pool;
    const registers = [this.#registry];
    this.#refused = new Counter({
      name: 'photonize_invocations_refused_total',
      help: 'Requests past the concurrency limit',
      registers,
    });
    this.#count('photons_started_total', 'Invocations begun', ({ counts }) => counts.started);
    this.#count(
      'photons_failed_total',
      'Invocations that the host ended or lost',
      ({ counts }) => counts.failed,
    );
    this.#count(
      'photons_repeated_total',
      'Invocations repeated after their thread was lost',
      (pool) => pool.counts.repeated,
    );
    this.#count('threads_lost_total', 'Threads replaced', ({ counts }) => counts.lostThreads);
    this.#gauge('photons_live', 'Invocations without an answer', ({ live }) => live);
    this.#gauge('photon_init_seconds', 'Time that the init of a photon took lately', initSeconds);
    this.#gauge('photon_memory_bytes', 'Estimate: what the heap has grown, by live photons', memoryOfPhoton);
    this.#gauge('event_loop_delay_seconds', 'The longest in the last second', ({ measures }) =>
      Math.max(0, ...measures.map(({ delay }) => delay / 1000)),
    );
    this.#gauge('stray_errors', 'Uncaught errors of no invocation', ({ measures }) =>
      sum(measures.map(({ strayErrors }) => strayErrors)),
    );
  }

  /** Counts a request past the limit. */
  refused(): void {
    this.#refused.inc();
  }

  async print(): Promise<{ readonly contentType: string; readonly text: string }> {
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }

  #count(name: string, help: string, read: (pool: Pool) => number): void {
    const pool = this.#pool;
    const collect = function (this: Counter) {
      this.reset();
      this.inc(readFrom(pool(), read));
    };
    new Counter({ name: `photonize_${name}`, help, registers: [this.#registry], collect });
  }

  #gauge(name: string, help: string, read: (pool: Pool) => number): void {
    const pool = this.#pool;
    const collect = function (this: Gauge) {
      this.set(readFrom(pool(), read));
    };
    new Gauge({ name: `photonize_${name}`, help, registers: [this.#registry], collect });
  }
}

function readFrom(pool: Pool | undefined, read: (pool: Pool) => number): number {
  return pool ? read(pool) : 0;
}

function memoryOfPhoton({ measures }: Pool): number {
  const live = sum(measures.map(({ live }) => live));
  const grown = sum(measures.map(({ heapUsed, heapIdle }) => Math.max(0, heapUsed - heapIdle)));
  return live > 0 ? grown / live : 0;
}

function initSeconds({ measures }: Pool): number {
  const inits = sum(measures.map(({ inits }) => inits));
  return inits > 0 ? sum(measures.map(({ initTime }) => initTime)) / inits / 1000 : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
