/**
 * Measures one program, in a process of its own: a round times the plain bundle, the control and the photonized
 * bundle, in changing order.
 */
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { runPhoton } from '@photonize/runtime';
import { serveTask } from '../support/child.js';
import { clock } from '../support/clock.js';
import { median, medianInterval } from '../support/statistics.js';

/** A timed stretch of the plain program takes about this long. */
const STRETCH_MS = 50;

const KINDS = ['plain', 'control', 'photons'];

/** All orders of the three, so that none profits from its place. */
const ORDERS = [
  [0, 1, 2],
  [2, 1, 0],
  [1, 2, 0],
  [0, 2, 1],
  [2, 0, 1],
  [1, 0, 2],
].map((order) => order.map((i) => KINDS[i]));

serveTask(measure);

/** @param {{ bundles: object, warmUpMs: number, measureMs: number }} task */
async function measure({ bundles, warmUpMs, measureMs }) {
  const programs = {};
  for (const kind of KINDS) programs[kind] = await load(bundles[kind]);
  await compareAnswers(programs);
  await repeat(warmUpMs, 3, () => round(programs, 1));
  const calls = await callsIn(STRETCH_MS, programs.plain);
  const rounds = await repeat(measureMs, 12, (i) => round(programs, calls, i));
  await compareAnswers(programs);
  return summarize(rounds);
}

async function load(path) {
  const { run, inputs } = await import(path);
  const texts = await Promise.all(inputs.map(readInput));
  return { call: () => run(texts), inPhoton: path.includes('.photons.') };
}

/** An input is a file of an installed package, or beside this one. */
function readInput(name) {
  const base = name.startsWith('.') ? import.meta.url : new URL('../node_modules/', import.meta.url);
  return readFile(new URL(name, base), 'utf8');
}

async function compareAnswers(programs) {
  const expected = await programs.plain.call();
  const actual = await runPhoton(() => programs.photons.call());
  if (!isDeepStrictEqual(plainData(actual), plainData(expected))) throw new Error('the answers differ');
}

/** Answers as far as they do not depend on which copy of a program made them: classes differ by identity. */
function plainData(answer) {
  return typeof answer === 'string'
    ? answer
    : JSON.stringify(answer, (_key, value) => (typeof value === 'bigint' ? `${value}n` : value));
}

/** Calls `body` at least `least` times, and until `ms` have passed. */
async function repeat(ms, least, body) {
  const results = [];
  const end = performance.now() + ms;
  for (let i = 0; i < least || performance.now() < end; i++) results.push(await body(i));
  return results;
}

/** How many calls take that long. */
async function callsIn(ms, { call }) {
  const start = clock();
  let calls = 0;
  for (; clock() - start < ms; calls++) await call();
  return calls;
}

async function round(programs, calls, index = 0) {
  const result = {};
  for (const kind of ORDERS[index % ORDERS.length]) result[kind] = await time(programs[kind], calls);
  return result;
}

/** Times `calls` calls after a first one; the photonized program runs in a photon made for them. */
function time({ call, inPhoton }, calls) {
  globalThis.gc?.({ type: 'minor' });
  const body = async () => {
    const start = performance.now();
    await call();
    const first = performance.now() - start;
    return { first, perCall: (await milliseconds(call, calls)) / calls };
  };
  return inPhoton ? runPhoton(body) : body();
}

async function milliseconds(call, calls) {
  const start = clock();
  for (let i = 0; i < calls; i++) {
    const answer = call();
    if (answer instanceof Promise) await answer;
  }
  return clock() - start;
}

function summarize(rounds) {
  const ratios = (kind) => rounds.map((each) => each[kind].perCall / each.plain.perCall);
  const extra = (kind) => median(rounds.map((each) => each[kind].first - each[kind].perCall));
  return {
    ratio: median(ratios('photons')),
    interval: medianInterval(ratios('photons')),
    control: median(ratios('control')),
    controlInterval: medianInterval(ratios('control')),
    msPerCall: median(rounds.map(({ plain }) => plain.perCall)),
    /** What the first call in a photon takes more than the next ones, less the same of the plain program. */
    initMs: Math.max(0, extra('photons') - extra('plain')),
    rounds: rounds.length,
  };
}
