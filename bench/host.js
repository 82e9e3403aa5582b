/**
 * Prints how many requests hosts of one trivial function answer, under a load generator with 1, 32 and 256 connections:
 * requests a second, latency, CPU time of the host for each request, and wrong answers. Hosts are asked in turn, several
 * rounds; the first one runs twice, as a control. See docs/performance.md.
 *
 *     npm run bench:host [-- --only NAME,… --quick --rounds N --json FILE]
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { load } from './host/load.js';
import { PEERS, Peer } from './host/peers.js';
import { median } from './support/statistics.js';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    json: { type: 'string' },
  },
});
const names = options.only === '' ? Object.keys(PEERS) : options.only.split(',');
const unknown = names.filter((name) => !(name in PEERS));
if (unknown.length > 0)
  throw new Error(`no host ${unknown.join(', ')}; there are ${Object.keys(PEERS).join(', ')}`);

const [seconds, usual] = options.quick ? [1, 3] : [3, 5];
const rounds = Number(options.rounds ?? usual);
const results = [];
for (const connections of [1, 32, 256]) results.push(...(await compare(connections)));
print(results);
if (options.json)
  await writeFile(options.json, `${JSON.stringify({ node: process.version, results }, null, 2)}\n`);

async function compare(connections) {
  const samples = new Map(names.map((name) => [name, []]));
  // One host at a time runs: those that idle would take memory and CPU from it.
  for (let round = 0; round < rounds; round++) {
    for (const [i, name] of names.entries()) {
      process.stderr.write(`\r\x1b[K${connections} connections, round ${round + 1}: ${name}`);
      const peer = await Peer.start(name, 18_000 + i);
      try {
        await load(peer, connections, seconds);
        samples.get(name).push(await load(peer, connections, seconds));
      } finally {
        peer.stop();
      }
    }
  }
  process.stderr.write('\r\x1b[K');
  return [...samples].map(([name, each]) => summarise(name, connections, samples.get(names[0]), each));
}

/** Medians over the rounds; of the ratio to the first host, too, which ran just before. */
function summarise(name, connections, reference, samples) {
  const middle = (key) => median(samples.map((sample) => sample[key]));
  return {
    name,
    connections,
    ratio: median(samples.map(({ perSecond }, round) => perSecond / reference[round].perSecond)),
    perSecond: middle('perSecond'),
    p50: middle('p50'),
    p99: middle('p99'),
    cpuUs: middle('cpuUs'),
    wrong: Math.max(...samples.map(({ wrong }) => wrong)),
    errors: Math.max(...samples.map(({ errors }) => errors)),
  };
}

function print(results) {
  const head = ['connections', 'host', 'requests/s', `÷ ${names[0]}`, 'p50 ms', 'p99 ms', 'CPU µs', 'wrong'];
  const table = new Table({
    head,
    style: { head: [], border: [] },
    colAligns: ['right', 'left', ...Array(6).fill('right')],
  });
  for (const { connections, name, perSecond, ratio, p50, p99, cpuUs, wrong, errors } of results) {
    const failed = errors > 0 ? ` (${errors} errors)` : '';
    const wrongText = `${(wrong * 100).toFixed(1)} %${failed}`;
    table.push([
      connections,
      name,
      Math.round(perSecond),
      ratio.toFixed(2),
      p50,
      p99,
      Math.round(cpuUs),
      wrongText,
    ]);
  }
  process.stdout.write(`${table}\n`);
}
