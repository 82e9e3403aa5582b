/** A process that loads bundles of a workload and invokes them. */
import { readFileSync } from 'node:fs';
import { serveTasks } from '../support/child.js';

const MS_PER_TICK = 10;

const handlers = {};

serveTasks(async ({ load, invoke }) => {
  for (const [kind, path] of load ?? []) handlers[kind] = (await import(path)).handler;
  return invoke ? measure(handlers[invoke.kind], invoke) : 'loaded';
});

/** Gives a function all events at once, as often as is said. */
async function measure(handler, { events, times = 1 }) {
  globalThis.gc({ type: 'minor' });
  const cpuBefore = cpuMs();
  const start = performance.now();
  let answers;
  for (let i = 0; i < times; i++)
    answers = await Promise.all(events.map((event) => answerOf(handler, event)));
  const ms = (performance.now() - start) / times;
  return { answers, ms, cpuMs: (cpuMs() - cpuBefore) / times };
}

async function answerOf(handler, event) {
  try {
    return JSON.stringify(await handler(event));
  } catch (error) {
    return `failed: ${error}`;
  }
}

/** User and system time of this process, and of those that it has waited for. */
function cpuMs() {
  const { user, system } = process.cpuUsage();
  const [, stat] = readFileSync('/proc/self/stat', 'utf8').split(') ');
  const [childrenUser, childrenSystem] = stat.split(' ').slice(13, 15).map(Number);
  return (user + system) / 1000 + (childrenUser + childrenSystem) * MS_PER_TICK;
}
