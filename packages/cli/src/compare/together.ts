import type { OnAnswer } from '../invoke/pool.js';
import type { Progress } from '../terminal/progress.js';
import { FunctionProcess } from './function-process.js';
import { type Measurement, perExtra, type Workload } from './measurement.js';
import { PeakMemory } from './memory.js';

/** Runs all events in one process, many at a time, in the function's own module-level state. */
export async function runPlain(file: string, workload: Workload, progress: Progress): Promise<Measurement> {
  return runTogether(file, workload, false, (done) => progress(`plain ${done}/${workload.events.length}`));
}

/**
 * Runs all events in one process, many at a time, each as a photon. The first event is answered before the
 * others, so that memory starts from a process that has served one invocation.
 */
export async function runPhotons(file: string, workload: Workload, progress: Progress): Promise<Measurement> {
  return runTogether(file, workload, true, (done) => progress(`photons ${done}/${workload.events.length}`));
}

async function runTogether(
  file: string,
  { handler, events, concurrency }: Workload,
  photons: boolean,
  onCount: (done: number) => void,
): Promise<Measurement> {
  const answers: string[] = [];
  let done = 0;
  // One invocation alone would disturb the state that all plain ones share.
  const alone = photons ? 1 : 0;
  const started = performance.now();
  const host = await FunctionProcess.start({ file, handler, photons });
  try {
    const keep =
      (first: number): OnAnswer =>
      (index, answer) => {
        answers[first + index] = answer;
        onCount(++done);
      };
    if (alone > 0) await host.answer(events.slice(0, alone), 1, keep(0));
    const before = host.memory ?? 0;
    using peak = new PeakMemory(() => host.memory);
    await host.answer(events.slice(alone), concurrency, keep(alone));
    const wallMs = performance.now() - started;
    const inFlight = Math.min(concurrency, events.length - alone);
    const peakMemory = peak.value;
    const memory = { peakMemory, ...perExtra(peakMemory - before, inFlight) };
    return {
      answers,
      wallMs,
      cpuMs: host.cpuMs,
      ...memory,
      ...(host.crash !== undefined && { crash: host.crash }),
    };
  } finally {
    await host.stop();
  }
}
