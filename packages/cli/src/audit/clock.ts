/**
 * The process that evaluates a timed bundle, and tells how long each module took, those left out that it loads.
 *
 *     clock.js BUNDLE
 */
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';

/** What the process tells: milliseconds by the numbers of modules, or what went wrong. */
export type ClockReply = { readonly times: Readonly<Record<number, number>> } | { readonly error: string };

/** A module that is being evaluated. */
interface Running {
  readonly number: number;
  readonly since: number;
  /** What modules took that it has loaded meanwhile. */
  inner: number;
}

const times: Record<number, number> = {};
const running: Running[] = [];

const clock = {
  start(number: number): void {
    running.push({ number, since: now(), inner: 0 });
  },
  end(number: number): void {
    const index = running.findLastIndex((module) => module.number === number);
    const module = running[index];
    if (module === undefined) return;
    // One that has not come to its end has thrown, or returned early.
    running.length = index;
    const whole = now() - module.since;
    times[number] = (times[number] ?? 0) + whole - module.inner;
    const outer = running.at(-1);
    if (outer) outer.inner += whole;
  },
};

/** Milliseconds of CPU time of this thread: what else the machine does is not part of it. Node 22 has no such clock. */
function now(): number {
  const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage();
  return (user + system) / 1000;
}

Object.assign(globalThis, { [Symbol.for('photonize.audit.clock')]: clock });

const [file = ''] = process.argv.slice(2);
const reply: ClockReply = await import(pathToFileURL(file).href).then(
  () => ({ times }),
  (error: unknown) => ({ error: inspect(error) }),
);
process.send?.(reply, () => process.exit());
