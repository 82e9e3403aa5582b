import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** How often processes are looked at. */
const INTERVAL_MS = 20;

/**
 * The most memory that processes and all that they have started take together while `work` runs, in bytes of PSS: pages
 * that several processes share are divided among them.
 */
export async function peakMemory(pids, work) {
  let [peak, isDone] = [0, false];
  const watch = async () => {
    while (!isDone) {
      peak = Math.max(peak, sum(pids.map(memoryOfTree)));
      await sleep(INTERVAL_MS);
    }
  };
  const watching = watch();
  try {
    await work();
  } finally {
    isDone = true;
    await watching;
  }
  return peak;
}

/** The memory of a process and its descendants. */
function memoryOfTree(pid) {
  return memoryOf(pid) + sum(childrenOf(pid).map(memoryOfTree));
}

function memoryOf(pid) {
  const [, kilobytes = 0] = /^Pss:\s+(\d+) kB$/m.exec(readOf(pid, 'smaps_rollup')) ?? [];
  return Number(kilobytes) * 1024;
}

function childrenOf(pid) {
  return readOf(pid, `task/${pid}/children`).match(/\d+/g) ?? [];
}

/** Nothing of a process that is gone. */
function readOf(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
