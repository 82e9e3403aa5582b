import Table from 'cli-table3';
import type { colorsFor } from '../terminal/colors.js';
import { formatBytes, formatMilliseconds } from '../terminal/units.js';
import type { Comparison } from './compare.js';
import type { Measurement } from './measurement.js';
import { MEMORY_KIND } from './memory.js';

type Colors = ReturnType<typeof colorsFor>;

/** The three ways side by side. */
export function comparisonTable(comparison: Comparison, colors: Colors): string {
  const { plain, processes, photons, events, plainDifferences, photonDifferences } = comparison;
  const head = [
    '',
    'wrong answers',
    'wall time',
    'CPU time',
    `peak memory (${MEMORY_KIND})`,
    'each extra invocation',
  ];
  const table = new Table({
    head,
    style: { head: [], border: [] },
    colAligns: ['left', ...head.slice(1).map(() => 'right' as const)],
  });
  const wrong = (count: number) => {
    const text = `${count} / ${events}`;
    return count > 0 ? colors.red(text) : colors.green(text);
  };
  table.push(
    ['plain, in one process', wrong(plainDifferences.length), ...figures(plain)],
    ['one process each', 'the measure', ...figures(processes)],
    ['photons, in one process', wrong(photonDifferences.length), ...figures(photons)],
  );
  return table.toString();
}

function figures({ wallMs, cpuMs, peakMemory, extraMemory }: Measurement): readonly string[] {
  const extra = extraMemory === undefined ? '–' : formatBytes(extraMemory);
  // A process that crashed has not told its CPU time.
  const cpu = cpuMs === 0 ? '–' : formatMilliseconds(cpuMs);
  return [formatMilliseconds(wallMs), cpu, formatBytes(peakMemory), extra];
}

/** What the last column says, in a sentence. */
export function memorySentence({ processes, photons }: Comparison): string {
  const [photon, process] = [photons.extraMemory, processes.extraMemory];
  if (photon === undefined || process === undefined || process === 0) {
    return 'Memory for each extra invocation takes at least 3 events and --concurrency 2.';
  }
  const share = ((photon / process) * 100).toFixed(1);
  return `Each extra invocation in flight takes ${formatBytes(photon)} as a photon, ${share} % of the ${formatBytes(process)} that it takes as a process.`;
}
