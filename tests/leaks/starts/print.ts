import type { StartCosts } from './measure.ts';

/** Prints what one more invocation of a function on many packages takes. */
export function printStarts({ packages, process, cold, prewarmed }: StartCosts): void {
  const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
  console.log(
    `one more invocation of a function on ${packages.length} of them, time until it has run and memory of its own:`,
  );
  console.table({
    'a process': {
      ms: process.ms.toFixed(1),
      'of a process': '',
      KB: process.kilobytes.toFixed(0),
      'of its memory': '',
    },
    'a cold photon': {
      ms: cold.first.toFixed(1),
      'of a process': percent(cold.first, process.ms),
      KB: cold.kilobytes.toFixed(0),
      'of its memory': percent(cold.kilobytes, process.kilobytes),
    },
    'a prewarmed photon': {
      ms: prewarmed.first.toFixed(1),
      'of a process': percent(prewarmed.first, process.ms),
    },
  });
  console.log(
    `${cold.init.toFixed(1)} ms of a cold photon is init; a prewarmed one starts in ` +
      `${(1000 * prewarmed.start).toFixed(0)} µs; a process that runs nothing takes ${process.bareMs.toFixed(1)} ms`,
  );
}
