import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import type { Comparison } from '../src/compare/compare.js';
import { Folder, LEAKY, users } from './support/cli.js';

const EVENTS = users(10)
  .map((event) => JSON.stringify(event))
  .join('\n');

test('plain invocations get wrong answers, photons none', async () => {
  const folder = await Folder.with({ 'f.ts': LEAKY, 'e.jsonl': EVENTS });
  const args = ['compare', 'f.ts', '--events', 'e.jsonl', '--concurrency', '4', '--json', 'out/c.json'];
  const { exitCode, stdout, stderr } = await folder.photonize(args);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toContain('wrong answers │ wall time │ CPU time │ peak memory');
  expect(stdout).toMatch(/plain, in one process +│ +([1-9]|10) \/ 10 │/);
  expect(stdout).toMatch(/photons, in one process +│ +0 \/ 10 │/);
  expect(stdout).toMatch(
    /Each extra invocation in flight takes .* as a photon, [\d.]+ % of the .* as a process\.\n$/,
  );
  const comparison = await folder.json<Comparison>('out/c.json');
  expect(comparison.plainDifferences.length).toBeGreaterThan(0);
  expect(comparison.photonDifferences).toEqual([]);
  expect(comparison.processes.answers).toEqual(comparison.photons.answers);
  for (const way of [comparison.plain, comparison.processes, comparison.photons]) {
    expect(way.wallMs).toBeGreaterThan(0);
    expect(way.cpuMs).toBeGreaterThan(0);
    expect(way.peakMemory).toBeGreaterThan(1e6);
  }
  expect(comparison.processes.extraMemory).toBeGreaterThan(1e6);
});

test('a function that shares on purpose: exit code 1, and the first differences', async () => {
  const source = '// @photon-module shared\nlet calls = 0;\nexport const handler = () => ++calls;\n';
  const folder = await Folder.with({ 'f.js': source, 'e.jsonl': EVENTS });
  const { exitCode, stdout, stderr } = await folder.photonize(['compare', 'f.js', '--events', 'e.jsonl']);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/photons, in one process +│ +9 \/ 10 │/);
  expect(stderr).toContain('error PHO9013: photons answered 9 of 10 events otherwise than processes');
  expect(stderr).toContain('event 1: {"user":"user 1","ms":7}\n  expected {"ok":1}\n  got      {"ok":2}\n');
  expect(stderr.match(/^event \d/gm)).toHaveLength(3);
});

test('the environment and globals are private where options say so', async () => {
  const source =
    "export const handler = () => [(process.env.N = (process.env.N ?? '') + '.'), (globalThis.n = (globalThis.n ?? 0) + 1)];\n";
  const folder = await Folder.with({ 'f.mjs': source, 'e.jsonl': EVENTS });
  const args = ['compare', 'f.mjs', '--events', 'e.jsonl', '--env', '--globals'];
  const { exitCode, stdout } = await folder.photonize(args);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/plain, in one process +│ +9 \/ 10 │/);
});

test('a process that ends answers its events with a crash', async () => {
  const source =
    'let n = 0;\nexport const handler = (event) => event.user === "user 9" ? process.exit(3) : ++n;\n';
  const folder = await Folder.with({ 'f.js': source, 'e.jsonl': EVENTS });
  const { exitCode, stderr } = await folder.photonize([
    'compare',
    'f.js',
    '--events',
    'e.jsonl',
    '--json',
    'c.json',
    '--concurrency',
    '1',
  ]);
  const { processes, photons } = await folder.json<Comparison>('c.json');
  const crash = { error: { name: 'Crash', message: 'The process ended (exit code 3)' } };
  expect(processes.answers.map((answer): unknown => JSON.parse(answer))).toEqual([
    ...Array(9).fill({ ok: 1 }),
    crash,
  ]);
  expect(photons.answers).toEqual(processes.answers);
  expect(exitCode).toBe(0);
  expect(stderr).toContain(
    'warning PHO9016: the process of the photons ended before it had answered all events',
  );
});

test('a function that does not repeat itself, or always fails, is doubted', async () => {
  const folder = await Folder.with({
    'random.js': 'export const handler = () => Math.random();\n',
    'broken.js': 'export const handler = () => { throw new Error("where am I?"); };\n',
    'e.jsonl': '1\n2\n',
  });
  const random = await folder.photonize(['compare', 'random.js', '--events', 'e.jsonl']);
  expect(random.exitCode).toBe(1);
  expect(random.stderr).toContain('warning PHO9014: the function answers the same event differently');
  const broken = await folder.photonize(['compare', 'broken.js', '--events', 'e.jsonl']);
  expect(broken.exitCode).toBe(0);
  expect(broken.stderr).toContain(
    'warning PHO9015: every answer of the processes is an error, the first one {"error":',
  );
});

test('CommonJS stays sloppy, and packages left outside are found', async () => {
  const folder = await Folder.with({
    'f.js':
      "var dep = require('dep');\ncount = 0;\nvar calls = 0;\nexports.handler = function () { return [this === globalThis, dep, ++calls]; };\n",
    'node_modules/dep/index.js': 'module.exports = "dep";\n',
    'e.jsonl': EVENTS,
  });
  const args = [
    'compare',
    'f.js',
    '--events',
    'e.jsonl',
    '--external',
    'dep',
    '--json',
    'c.json',
    '--concurrency',
    '4',
  ];
  expect(await folder.photonize(args)).toMatchObject({ exitCode: 0 });
  const { photons } = await folder.json<Comparison>('c.json');
  expect(new Set(photons.answers)).toEqual(new Set(['{"ok":[true,"dep",1]}']));
  expect((await folder.files()).filter((file) => file.includes('.cache'))).toEqual([]);
});

test('an interrupt leaves nothing behind', async () => {
  const folder = await Folder.with({
    'f.js':
      "import { writeFileSync } from 'node:fs';\nexport const handler = () => { writeFileSync('started', ''); return new Promise((resolve) => setTimeout(resolve, 600_000)); };\n",
    'node_modules/dep/index.js': '',
    'e.jsonl': EVENTS,
  });
  const child = folder.start(['compare', 'f.js', '--events', 'e.jsonl']);
  await vi.waitUntil(async () => (await folder.files()).includes('started'), { timeout: 60_000 });
  child.kill('SIGINT');
  const [exitCode] = await once(child, 'close');
  expect(exitCode).toBe(130);
  expect(await folder.files()).toEqual(['e.jsonl', 'f.js', 'node_modules/dep/index.js', 'started']);
});
