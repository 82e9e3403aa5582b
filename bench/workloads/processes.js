import { startChild } from '../support/child.js';

const SCRIPT = new URL('invoke.js', import.meta.url);

/** Starts a process that has loaded bundles of a workload, in their order. */
export async function startProcess(bundles, env) {
  const child = startChild(SCRIPT, { env: { ...process.env, ...env } });
  await child.ask({ load: bundles });
  return {
    pid: child.pid,
    /** Gives a bundle's function all events at once. */
    invoke: (kind, events, times) => child.ask({ invoke: { kind, events, times } }),
    end: () => child.end(),
  };
}
