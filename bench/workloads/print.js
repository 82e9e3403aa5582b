import Table from 'cli-table3';
import { PAPER } from './paper.js';

const MB = 2 ** 20;

/** Prints the columns of the paper's Table 1: for the JVM there, for photons here, and for processes here. */
export function printMemory(results) {
  console.log(
    '\nmemory of a first invocation, and of each further one at the same time (PSS; the paper: RSS of a JVM)',
  );
  const table = newTable([
    'workload',
    '',
    'cores',
    'first, MB',
    'each further, MB',
    'saved',
    'of a process, saved',
  ]);
  for (const { name, memory, overhead } of results) {
    const { cpu, first, extra } = PAPER[name];
    table.push([name, 'the paper', cpu, ...memoryCells({ first, extra }), '']);
    const [{ ms, cpuMs, photonsCpuMs }] = overhead;
    const { photons, processes } = memory;
    const saved = percent(1 - photons.extra / processes.extra);
    table.push(['', 'photons', (photonsCpuMs / ms).toFixed(2), ...memoryCells(inMegabytes(photons)), saved]);
    table.push(['', 'a process each', (cpuMs / ms).toFixed(2), ...memoryCells(inMegabytes(processes)), '']);
  }
  console.log(table.toString());
}

/** Prints what isolation adds to the time of many invocations. */
export function printOverhead(results) {
  console.log('\nphotons ÷ the same bundle untransformed, which shares everything (and the control)');
  const table = newTable([
    'workload',
    'at once',
    'time',
    'CPU time',
    'ms',
    'CPU ms each',
    'wrong',
    'plain: wrong',
    'rounds',
  ]);
  for (const { name, overhead } of results) {
    const { overhead: published } = PAPER[name];
    const title = published ? `${name} (the paper: ${published})` : name;
    for (const [i, level] of overhead.entries()) table.push([i === 0 ? title : '', ...overheadCells(level)]);
  }
  console.log(table.toString());
}

function memoryCells({ first, extra }) {
  return [first.toFixed(0), extra.toFixed(2), percent(1 - extra / first)];
}

function overheadCells({ level, time, cpu, ms, cpuMs, photonsCpuMs, wrong, rounds }) {
  return [
    level,
    ratios(time),
    ratios(cpu),
    ms.toFixed(1),
    `${photonsCpuMs.toFixed(2)} (${cpuMs.toFixed(2)})`,
    wrong.photons,
    wrong.plain,
    rounds,
  ];
}

function ratios({ photons, control }) {
  return `${photons.toFixed(3)} (${control.toFixed(3)})`;
}

function inMegabytes({ first, extra }) {
  return { first: first / MB, extra: extra / MB };
}

function percent(share) {
  return `${(share * 100).toFixed(1)} %`;
}

function newTable(head) {
  return new Table({
    head,
    style: { head: [], border: [] },
    colAligns: head.map((_, i) => (i === 0 ? 'left' : 'right')),
  });
}
