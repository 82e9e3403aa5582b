import { geometricMean } from '../support/statistics.js';

/** Prints the table of real programs. */
export function printPrograms(programs) {
  const rows = programs.map((each) => [
    each.name,
    {
      'time ÷ original': each.ratio.toFixed(3),
      '95 %': range(each.interval),
      control: each.control.toFixed(3),
      'control 95 %': range(each.controlInterval),
      'isolated bindings': each.isolated,
      lookups: each.lookups,
      'ms per call': each.msPerCall.toFixed(2),
      'init of a photon, ms': each.initMs.toFixed(2),
      rounds: each.rounds,
    },
  ]);
  console.log(`real programs, Node ${process.version}`);
  console.table(Object.fromEntries(rows));
  const mean = (key) => geometricMean(programs.map((each) => each[key])).toFixed(3);
  const worst = programs.reduce((a, b) => (a.ratio > b.ratio ? a : b));
  console.log(
    `geometric mean ${mean('ratio')} (control ${mean('control')}); worst: ${worst.name} ${worst.ratio.toFixed(3)}\n`,
  );
}

function range([low, high]) {
  return `${low.toFixed(2)}–${high.toFixed(2)}`;
}

/** Prints what single operations take, a column for each version of Node. */
export function printMicro(results) {
  for (const { node, reason } of results) if (reason) console.log(`${node}: ${reason}`);
  const measured = results.filter(({ reason }) => reason === undefined);
  const row = (text) => Object.fromEntries(measured.map((result) => [result.node, text(result)]));
  const operations = measured[0]?.operations.map(({ name }, i) => [
    `${name}, ns more`,
    row((result) => operationText(result.operations[i])),
  ]);
  console.log('single operations: what isolation adds (and what the control does)');
  console.table({
    ...Object.fromEntries(operations ?? []),
    'a photon made, touching, ended, µs (an async call)': row(
      ({ photonMicroseconds, callMicroseconds }) =>
        `${photonMicroseconds.toFixed(2)} (${callMicroseconds.toFixed(2)})`,
    ),
    'heap growth by 1,000,000 photons in sequence, KB': row(({ growthBytes }) =>
      Math.round(growthBytes / 1024),
    ),
    'memory of each of 100,000 waiting photons, bytes (async calls)': row(
      ({ photonBytes, callBytes }) => `${photonBytes} (${callBytes})`,
    ),
    'await inside a photon, ns (outside)': row(
      ({ await: { photon, plain } }) => `${photon.toFixed(0)} (${plain.toFixed(0)})`,
    ),
  });
}

function operationText({ plain, control, photons }) {
  return `${(photons - plain).toFixed(1)} (${(control - plain).toFixed(1)})`;
}
