/**
 * Measures one program, in a process of its own: a round times the plain bundle, the control and the photonized
 * bundles, in changing order.
 *
 * Engines treat the copy of a program that they see first better than the others: React's control takes 1.15 of the
 * plain one's time if it is loaded after it, and 0.85 if before. So the order of loading is a part of the task.
 */
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { runPhoton } from '@photonize/runtime';
import { serveTasks } from '../support/child.js';
import { clock } from '../support/clock.js';
import { orderOfRound } from '../support/orders.js';
import { median } from '../support/statistics.js';

/** A timed stretch of the plain program takes about this long. */
const STRETCH_MS = 50;

serveTasks(measure);

/** @param {{ bundles: object, order: string[], warmUpMs: number, measureMs: number }} task */
async function measure({ bundles, order, warmUpMs, measureMs }) {
  const programs = Object.fromEntries(Object.keys(bundles).map((kind) => [kind, undefined]));
  for (const kind of order) programs[kind] = await load(kind, bundles[kind]);
  const failures = await wrongAnswers(programs);
  for (const kind of Object.keys(failures)) delete programs[kind];
  await repeat(warmUpMs, 3, () => round(programs, 1));
  const calls = await callsIn(STRETCH_MS, programs.plain);
  const rounds = await repeat(measureMs, 8, (i) => round(programs, calls, i));
  Object.assign(failures, await wrongAnswers(programs));
  return { ...summarize(rounds, Object.keys(programs)), failures };
}

async function load(kind, path) {
  const { run, inputs } = await import(path);
  const texts = await Promise.all(inputs.map(readInput));
  return { call: () => run(texts), inPhoton: kind !== 'plain' && kind !== 'control' };
}

/** An input is a file of an installed package, or beside this one. */
function readInput(name) {
  const base = name.startsWith('.') ? import.meta.url : new URL('../node_modules/', import.meta.url);
  return readFile(new URL(name, base), 'utf8');
}

/** Compares two answers with that of the plain program, each of a photon of its own. @returns what is wrong, by kind of program */
async function wrongAnswers({ plain, ...others }) {
  const expected = plainData(await plain.call());
  const failures = {};
  for (const [kind, { call, inPhoton }] of Object.entries(others)) {
    try {
      for (let i = 0; i < 2; i++) {
        const answer = inPhoton ? await runPhoton(() => call()) : await call();
        if (!isDeepStrictEqual(plainData(answer), expected)) failures[kind] = 'answers differently';
      }
    } catch (error) {
      failures[kind] = `throws ${error}`;
    }
  }
  return failures;
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

/** @param index tells the order */
async function round(programs, calls, index = 0) {
  const result = {};
  for (const kind of orderOfRound(Object.keys(programs), index))
    result[kind] = await time(programs[kind], calls);
  return result;
}

/** Times `calls` calls after a first one; a photonized program runs in a photon made for them. */
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

function summarize(rounds, kinds) {
  const extra = (kind) => median(rounds.map((each) => each[kind].first - each[kind].perCall));
  const results = kinds.slice(1).map((kind) => {
    const ratios = rounds.map((each) => each[kind].perCall / each.plain.perCall);
    /** What the first call in a photon takes more than the next ones, less the same of the plain program. */
    const initMs = Math.max(0, extra(kind) - extra('plain'));
    return [kind, { ratio: median(ratios), initMs }];
  });
  return {
    ...Object.fromEntries(results),
    msPerCall: median(rounds.map(({ plain }) => plain.perCall)),
    rounds: rounds.length,
  };
}
