/** Measures, on one version of Node, what single operations take. Runs in a process of its own. */
import { serveTasks } from '../support/child.js';
import { clock } from '../support/clock.js';
import { median } from '../support/statistics.js';

const OPERATIONS = 5_000_000;
const AWAITS = 500_000;
const PHOTONS = 50_000;
const ROUNDS = 9;

/** How many photons wait at once, for their memory. */
const CROWD = 100_000;

/** How many photons run one after the other, to see whether they leave anything behind. */
const SEQUENCE = 1_000_000;

serveTasks(async ({ programs, fiveBindings }) => {
  // Before the runtime is there, because an AsyncLocalStorage may slow every await of its process.
  const plainAwait = await nanosecondsOfAwait();
  const { runPhoton } = await import('@photonize/runtime');
  const { touch } = await import(fiveBindings);
  const operations = [];
  for (const [name, paths] of Object.entries(programs)) {
    const runs = await loadAll(paths);
    operations.push({ name, ...(await runPhoton(() => nanosecondsOf(runs))) });
  }
  return {
    node: process.version,
    operations,
    photonMicroseconds: await microsecondsOf(() => runPhoton(touch)),
    callMicroseconds: await microsecondsOf(async () => touch()),
    growthBytes: await growthOf(() => runPhoton(touch)),
    photonBytes: await bytesOf((held) => runPhoton(() => waitAfter(touch, held))),
    callBytes: await bytesOf((held) => waitAfter(touch, held)),
    await: { plain: plainAwait, photon: await runPhoton(nanosecondsOfAwait) },
  };
});

/** Loads modules outside of photons: one that loads a module itself owns that module's variables. */
async function loadAll(paths) {
  const runs = {};
  for (const [kind, path] of Object.entries(paths)) runs[kind] = (await import(path)).run;
  return runs;
}

/** @returns nanoseconds for one operation of each kind of a program: plain, control and photons */
function nanosecondsOf(runs) {
  const times = {};
  for (const [kind, run] of Object.entries(runs)) {
    times[kind] = [];
    for (let i = 0; i < 5; i++) run(OPERATIONS);
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [kind, run] of Object.entries(runs)) {
      const start = clock();
      run(OPERATIONS);
      times[kind].push(((clock() - start) * 1e6) / OPERATIONS);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([kind, each]) => [kind, median(each)]));
}

async function nanosecondsOfAwait() {
  const times = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = clock();
    for (let i = 0; i < AWAITS; i++) await null;
    times.push(((clock() - start) * 1e6) / AWAITS);
  }
  return median(times);
}

/** One call after the other: for a photon, making it, touching a module for the first time, ending it. */
async function microsecondsOf(call) {
  const times = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = clock();
    for (let i = 0; i < PHOTONS; i++) await call();
    times.push(((clock() - start) * 1e3) / PHOTONS);
  }
  return median(times);
}

/** How much the heap grows by a long sequence of calls, after the calls that {@link microsecondsOf} has made. */
async function growthOf(call) {
  gc();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < SEQUENCE; i++) await call();
  gc();
  return process.memoryUsage().heapUsed - before;
}

async function waitAfter(touch, held) {
  touch();
  await held;
}

/** The memory that one of many calls takes while it waits for a promise. */
async function bytesOf(call) {
  const held = Promise.withResolvers();
  const calls = new Array(CROWD).fill(undefined);
  gc();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < CROWD; i++) calls[i] = call(held.promise);
  gc();
  const bytes = (process.memoryUsage().heapUsed - before) / CROWD;
  held.resolve();
  await Promise.all(calls);
  return Math.round(bytes);
}
