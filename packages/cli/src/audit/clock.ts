/**
 * The process that evaluates a timed bundle, and tells what each module takes, those left out that it loads.
 *
 *     clock.js BUNDLE time           milliseconds
 *     clock.js BUNDLE memory         bytes; with --expose-gc
 */
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { CLOCK, type Clock, type Mark } from './timed-bundle.js';

/** What the process tells: what modules have taken by their numbers, or what went wrong. */
export type ClockReply = { readonly taken: Readonly<Record<number, Taken>> } | { readonly error: string };

/** What a module has taken, and what its initializers have by their numbers. */
export interface Taken {
  whole: number;
  readonly initializers: Record<number, number>;
}

/** A module that is being evaluated. */
interface Running {
  readonly number: number;
  readonly since: number;
  /** What modules took that it has loaded meanwhile. */
  inner: number;
}

const [file = '', quantity] = process.argv.slice(2);
const isTime = quantity !== 'memory';
const read = isTime ? cpuTime : heldMemory;
const taken: Record<number, Taken> = {};
const running: Running[] = [];

const clock: Clock = {
  start(number) {
    running.push({ number, since: read(), inner: 0 });
  },
  end(number) {
    const index = running.findLastIndex((module) => module.number === number);
    const module = running[index];
    if (module === undefined) return;
    // One that has not come to its end has thrown, or returned early.
    running.length = index;
    const whole = read() - module.since;
    of(number).whole += whole - module.inner;
    const outer = running.at(-1);
    if (outer) outer.inner += whole;
  },
  mark() {
    // Collecting garbage before each of them would take long.
    return isTime ? { since: read(), inner: running.at(-1)?.inner ?? 0 } : undefined;
  },
  took(number, initializer, mark, value) {
    const { initializers } = of(number);
    if (mark) initializers[initializer] = (initializers[initializer] ?? 0) + since(mark);
    return value;
  },
};

function of(number: number): Taken {
  taken[number] ??= { whole: 0, initializers: {} };
  return taken[number];
}

function since({ since: start, inner }: Mark): number {
  return read() - start - ((running.at(-1)?.inner ?? inner) - inner);
}

/** Milliseconds of CPU time of this thread: what else the machine does is not part of it. Node 22 has no such clock. */
function cpuTime(): number {
  const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage();
  return (user + system) / 1000;
}

/** Bytes of memory that is in use. */
function heldMemory(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

Object.assign(globalThis, { [Symbol.for(CLOCK)]: clock });

const reply: ClockReply = await import(pathToFileURL(file).href).then(
  () => ({ taken }),
  (error: unknown) => ({ error: inspect(error) }),
);
process.send?.(reply, () => process.exit());
