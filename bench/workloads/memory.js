import { peakMemory } from '../support/memory.js';
import { median } from '../support/statistics.js';
import { startProcess } from './processes.js';

/**
 * Measures the peak memory of a first invocation and of each further one that runs at the same time: `crowd` photons of one
 * process, and a process for each event.
 * @returns bytes, and the answers of the processes, which are the right ones
 */
export async function measureMemory(bundles, { env, events }, crowd, rounds) {
  const samples = { photons: [], processes: [] };
  let answers;
  for (let round = 0; round < rounds; round++) {
    const photons = repeat(events, crowd);
    samples.photons.push(await growth(photons, (some) => together(bundles.photons, env, some)));
    samples.processes.push(
      await growth(events, async (some) => {
        const result = await apart(bundles.plain, env, some);
        answers = result.answers;
        return result;
      }),
    );
  }
  return { answers, photons: middle(samples.photons), processes: middle(samples.processes) };
}

/** So many of `values`, again and again. */
export function repeat(values, count) {
  return Array.from({ length: count }, (_, i) => values[i % values.length]);
}

/** @param run answers events, and tells the peak */
async function growth(events, run) {
  const first = (await run(events.slice(0, 1))).peak;
  const all = (await run(events)).peak;
  return { first, extra: Math.max(0, all - first) / (events.length - 1) };
}

async function together(bundle, env, events) {
  const child = await startProcess([['photons', bundle]], env);
  const peak = await peakMemory([child.pid], () => child.invoke('photons', events));
  child.end();
  return { peak };
}

async function apart(bundle, env, events) {
  const children = await Promise.all(events.map(() => startProcess([['plain', bundle]], env)));
  let answers;
  const invokeAll = () => Promise.all(children.map((child, i) => child.invoke('plain', [events[i]])));
  const peak = await peakMemory(
    children.map(({ pid }) => pid),
    async () => {
      answers = (await invokeAll()).flatMap((result) => result.answers);
    },
  );
  for (const child of children) child.end();
  return { peak, answers };
}

function middle(samples) {
  return {
    first: median(samples.map(({ first }) => first)),
    extra: median(samples.map(({ extra }) => extra)),
  };
}
