/**
 * Prints what isolation costs small pieces of code: time inside a photon divided by the time of the original,
 * measured in turn in one process, with the original against itself as control.
 *
 *     npm run bench:code [-- --json FILE]
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { runPhoton } from '@photonize/runtime';
import { transform } from '@photonize/transform';

const PROGRAMS = {
  'loop over a counter': `let total = 0;
    export function run(n) { for (let i = 0; i < n; i++) total += i; return total; }`,
  'one access for each call': `let hits = 0;
    function hit() { return ++hits; }
    export function run(n) { for (let i = 0; i < n; i++) hit(); return hits; }`,
  'a method with three accesses': `let x = 1, y = 2, z = 3;
    const point = { step() { x += y; y ^= z; z = x & 255; return x; } };
    export function run(n) { let s = 0; for (let i = 0; i < n; i++) s = point.step() | 0; return s; }`,
  'a closure for each element': `let sum = 0;
    const list = Array.from({ length: 100 }, (_, i) => i);
    export function run(n) { for (let i = 0; i < n / 100; i++) list.forEach((x) => { sum += x; }); return sum; }`,
  'a static counter': `class Id { static next = 0; static take() { return Id.next++; } }
    export function run(n) { let s = 0; for (let i = 0; i < n; i++) s = Id.take(); return s; }`,
};

const CALLS = 2_000_000;
const ROUNDS = 15;
const folder = new URL('./.tmp/', import.meta.url);

async function load(name, code) {
  const url = new URL(`${name.replaceAll(' ', '-')}.mjs`, folder);
  await writeFile(url, code);
  return (await import(url.href)).run;
}

function timeOf(run) {
  const start = process.hrtime.bigint();
  run(CALLS);
  return Number(process.hrtime.bigint() - start);
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

async function measure(name, source) {
  const plain = await load(`plain ${name}`, source);
  const control = await load(`control ${name}`, source);
  const photons = await load(`photons ${name}`, transform(source, { filename: `${name}.mjs` }).code);
  const ratios = { photons: [], control: [] };
  await runPhoton(() => {
    for (const run of [plain, control, photons]) for (let i = 0; i < 3; i++) run(CALLS);
    for (let round = 0; round < ROUNDS; round++) {
      const base = timeOf(plain);
      ratios.photons.push(timeOf(photons) / base);
      ratios.control.push(timeOf(control) / base);
    }
  });
  return { program: name, photons: median(ratios.photons), control: median(ratios.control) };
}

const { values } = parseArgs({ options: { json: { type: 'string' } } });
await mkdir(folder, { recursive: true });
const results = [];
for (const [name, source] of Object.entries(PROGRAMS)) results.push(await measure(name, source));
await rm(folder, { recursive: true });

const rounded = ({ program, photons, control }) => [
  program,
  { photons: photons.toFixed(2), control: control.toFixed(2) },
];
console.log(`time ÷ time of the original, Node ${process.version}`);
console.table(Object.fromEntries(results.map(rounded)));
if (values.json) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
