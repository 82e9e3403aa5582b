import { geometricMean } from '../support/statistics.js';

/** What the programs are compared as, besides the plain one. */
const KINDS = {
  plugin: 'bundled with the plugin',
  finished: 'finished bundle',
  strict: 'with the plugin, strict',
  control: 'control',
};

/** Prints the table of real programs. */
export function printPrograms(programs) {
  const rows = programs.map((program) => {
    const { name, state, msPerCall, rounds } = program;
    const ratios = Object.entries(KINDS).map(([kind, title]) => [title, ratioText(program, kind)]);
    const row = {
      ...Object.fromEntries(ratios),
      'isolated bindings': numbers(state, 'isolated'),
      lookups: numbers(state, 'lookups'),
      'ms per call': msPerCall.toFixed(2),
      'init of a photon, ms': program.plugin?.initMs.toFixed(2),
      rounds,
    };
    return [name, row];
  });
  console.log(
    `real programs, Node ${process.version}: time inside a photon ÷ time of the original (lowest and highest of the processes)`,
  );
  console.table(Object.fromEntries(rows));
  for (const [kind, title] of Object.entries(KINDS)) console.log(`${title}: ${summaryText(programs, kind)}`);
  console.log(`strict ÷ bindings, with the plugin: ${comparison(programs)}`);
  console.log();
}

function ratioText(program, kind) {
  if (program[kind] === undefined) return program.failures[kind] ? 'wrong' : 'refused';
  const { ratio, range } = program[kind];
  const [low, high] = range;
  return `${ratio.toFixed(3)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}

function numbers({ plugin, finished }, key) {
  return `${plugin[key]}, ${finished?.[key] ?? '–'}`;
}

function summaryText(programs, kind) {
  const measured = programs.filter((program) => program[kind] !== undefined);
  if (measured.length === 0) return 'refused';
  const ratioOf = (program) => program[kind].ratio;
  const worst = measured.reduce((a, b) => (ratioOf(a) > ratioOf(b) ? a : b));
  const mean = geometricMean(measured.map(ratioOf)).toFixed(3);
  return `geometric mean of ${measured.length} programs ${mean}, worst ${worst.name} ${ratioOf(worst).toFixed(3)}`;
}

/** What policy `strict` costs beside `bindings`. */
function comparison(programs) {
  const measured = programs.filter(({ plugin, strict }) => plugin && strict);
  const ratios = measured.map(({ plugin, strict }) => strict.ratio / plugin.ratio);
  return ratios.length === 0
    ? 'wrong'
    : `geometric mean of ${ratios.length} programs ${geometricMean(ratios).toFixed(3)}`;
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
