import { orderOfRound, rotations } from '../support/orders.js';
import { geometricMean, median } from '../support/statistics.js';
import { repeat } from './memory.js';
import { startProcess } from './processes.js';

/** What is timed takes about this long, where one invocation is shorter. */
const STRETCH_MS = 100;

/**
 * Measures what isolation adds to the time of so many invocations at once. The plain bundle, the control and the photonized
 * one share a process and take turns; three processes load them in different orders.
 *
 * @param {{ levels: number[], leastRounds: number, leastMs: number }} plan
 * @param answers the right ones
 */
export async function measureOverhead(bundles, { env, events }, answers, plan) {
  const results = [];
  for (const order of rotations(Object.keys(bundles))) {
    const child = await startProcess(
      order.map((kind) => [kind, bundles[kind]]),
      env,
    );
    for (const kind of order) await child.invoke(kind, events);
    for (const level of plan.levels) {
      const task = { events: repeat(events, level), answers: repeat(answers, level) };
      results.push({ level, ...(await compare(child, order, task, plan)) });
    }
    child.end();
  }
  return plan.levels.map((level) => combine(results.filter((result) => result.level === level)));
}

/** Has the bundles take turns. @returns medians of the rounds' ratios, and how many answers were wrong */
async function compare(child, kinds, { events, answers }, { leastRounds, leastMs }) {
  const { ms: once } = await child.invoke('plain', events);
  const times = Math.max(1, Math.round(STRETCH_MS / once));
  const rounds = [];
  const end = performance.now() + leastMs;
  while (rounds.length < leastRounds || performance.now() < end) {
    const round = {};
    for (const kind of orderOfRound(kinds, rounds.length))
      round[kind] = await child.invoke(kind, events, times);
    rounds.push(round);
  }
  const ratio = (kind, key) => median(rounds.map((round) => round[kind][key] / round.plain[key]));
  const wrong = (kind) =>
    Math.max(
      ...rounds.map((round) => round[kind].answers.filter((answer, i) => answer !== answers[i]).length),
    );
  return {
    rounds: rounds.length,
    ms: median(rounds.map(({ plain }) => plain.ms)),
    cpuMs: median(rounds.map(({ plain }) => plain.cpuMs)) / events.length,
    photonsCpuMs: median(rounds.map(({ photons }) => photons.cpuMs)) / events.length,
    time: { photons: ratio('photons', 'ms'), control: ratio('control', 'ms') },
    cpu: { photons: ratio('photons', 'cpuMs'), control: ratio('control', 'cpuMs') },
    wrong: { plain: wrong('plain'), photons: wrong('photons') },
  };
}

/** Puts together what the processes have measured. */
function combine(results) {
  const mean = (key, kind) => geometricMean(results.map((result) => result[key][kind]));
  const middle = (key) => median(results.map((result) => result[key]));
  const most = (kind) => Math.max(...results.map(({ wrong }) => wrong[kind]));
  return {
    level: results[0].level,
    rounds: results.reduce((sum, { rounds }) => sum + rounds, 0),
    ms: middle('ms'),
    cpuMs: middle('cpuMs'),
    photonsCpuMs: middle('photonsCpuMs'),
    time: { photons: mean('time', 'photons'), control: mean('time', 'control') },
    cpu: { photons: mean('cpu', 'photons'), control: mean('cpu', 'control') },
    wrong: { plain: most('plain'), photons: most('photons') },
  };
}
