import { readFileSync, readlinkSync } from 'node:fs';

const NANOSECONDS_PER_MS = 1e6;

/** The operating system's number of the running thread, where it is told: on Linux. */
export function ownTask(): number | undefined {
  try {
    return Number(readlinkSync('/proc/thread-self').split('/').at(-1));
  } catch {
    return undefined;
  }
}

/** How many milliseconds a thread of this process has waited for a processor since it began, where that is told; else 0. */
export function waitedBy(task: number | undefined): number {
  if (task === undefined) return 0;
  try {
    const [, waited] = readFileSync(`/proc/self/task/${task}/schedstat`, 'utf8').split(' ');
    return Number(waited) / NANOSECONDS_PER_MS;
  } catch {
    return 0;
  }
}
