import type { AuditReport } from '@photonize/audit';
import { describe, expect, test } from 'vitest';
import { Folder } from './support/cli.js';

/** A function, its package with state in a closure, and one that nobody imports. */
const FILES = {
  'handler.ts': [
    "import { next } from 'ids';",
    "import { format } from './format.js';",
    'let calls: number = 0;',
    'export const handler = () => format(next(), ++calls);',
  ].join('\n'),
  'format.ts':
    'const seen = new Set<string>();\nexport const format = (...x: unknown[]) => { seen.add(String(x)); return x; };\n',
  'node_modules/ids/package.json': '{ "name": "ids", "version": "1.2.3", "main": "index.js" }',
  'node_modules/ids/index.js':
    'exports.next = (function () {\n  var id = 0;\n  return function () { return ++id; };\n})();\n',
  'node_modules/other/index.js': 'throw new Error("nobody imports this");',
};

describe('photonize audit', () => {
  test('tells what a function and its packages share, without running them', async () => {
    const folder = await Folder.with({ ...FILES, 'node_modules/ids/run.js': '' });
    const { exitCode, stdout, stderr } = await folder.photonize(['audit', 'handler.ts']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/ids 1\.2\.3 .* 1 leaks .* 1 private .* 1 leaks/);
    expect(stdout).toMatch(/this function .* 1 leaks, 1 private .* 2 private .* 2 leak/);
    expect(stdout).toContain('node_modules/ids/index.js:2:7 leaks closure id\n');
    expect(stdout).toContain('changed at 2:46 (private under strict)');
    expect(stdout).not.toContain('other');
  });

  test('writes the report, and fails on leaks', async () => {
    const folder = await Folder.with(FILES);
    const args = ['audit', 'handler.ts', '--json', 'audit.json', '--fail-on', 'leak'];
    const { exitCode, stderr } = await folder.photonize(args);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'PHO9018: under policy `bindings`, invocations share 2 states that code changes',
    );
    const { entry, totals, packages } = await folder.json<AuditReport>('audit.json');
    expect({ entry, totals: totals.bindings }).toEqual({
      entry: 'handler.ts',
      totals: { leaks: 2, crosses: 0, mayLeak: 0, private: 1, pinned: 0 },
    });
    expect(packages.map(({ name, version }) => [name, version])).toEqual([
      ['.', undefined],
      ['ids', '1.2.3'],
    ]);
  });

  test('writes a page that needs nothing else', async () => {
    const folder = await Folder.with({ ...FILES, 'format.ts': `${FILES['format.ts']}// </script>\n` });
    expect(await folder.photonize(['audit', 'handler.ts', '--html', 'audit.html'])).toMatchObject({
      exitCode: 0,
    });
    const page = await folder.read('audit.html');
    expect(page).toContain('<title>photonize audit: handler.ts</title>');
    expect(page).not.toMatch(/<(?:link|img|iframe)|src=|@import|https?:/);
    expect(page.match(/<\/script>/g)).toHaveLength(2);
  });

  test('passes where the policy shares nothing that changes', async () => {
    const folder = await Folder.with(FILES);
    const args = ['audit', 'handler.ts', '--policy', 'strict', '--fail-on', 'may-leak', '--json'];
    const { exitCode, stdout, stderr } = await folder.photonize(args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect((JSON.parse(stdout) as AuditReport).totals.strict).toEqual({
      leaks: 0,
      crosses: 0,
      mayLeak: 0,
      private: 3,
      pinned: 0,
    });
  });

  test('judges modules by their pins', async () => {
    const folder = await Folder.with(FILES);
    const pins = ['--share', 'ids', '--module', './format=strict', '--share', 'none'];
    const { stdout, stderr } = await folder.photonize(['audit', 'handler.ts', '--json', ...pins]);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'PHO1014', severity: 'warning' });
    expect((JSON.parse(stdout) as AuditReport).totals).toMatchObject({
      bindings: { leaks: 0, private: 2, pinned: 1 },
      strict: { leaks: 0, private: 2, pinned: 1 },
      shared: { leaks: 3, pinned: 0 },
    });
  });

  test('fails on what may leak if asked to', async () => {
    const folder = await Folder.with({
      'handler.js': "import { make } from 'node:x';\nexport const bus = make();",
    });
    const args = ['audit', 'handler.js', '--fail-on'];
    expect(await folder.photonize([...args, 'leak'])).toMatchObject({ exitCode: 0 });
    const { exitCode, stderr } = await folder.photonize([...args, 'may-leak', '--json']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'PHO9018' });
  });

  test('tells what crosses photons whatever the policy, native addons and external packages too', async () => {
    const folder = await Folder.with({
      'handler.js':
        "import sharp from 'sharp';\nimport hash from './hash.node';\nexport const f = () => { globalThis.n = [sharp, hash]; };",
      'hash.node': '',
    });
    const args = ['audit', 'handler.js', '--external', 'sharp', '--policy', 'strict', '--fail-on', 'leak'];
    const { exitCode, stdout, stderr } = await folder.photonize([...args, '--json', 'audit.json']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('handler.js:3:26 crosses globalThis.n\n  globals belong to the process\n');
    expect(stderr).toContain('under policy `strict`, invocations share 1 thing outside of modules');
    const [{ modules: [found] = [] } = {}] = (await folder.json<AuditReport>('audit.json')).packages;
    expect(found?.crossings.map(({ kind, what }) => [kind, what])).toEqual([
      ['global', 'globalThis.n'],
      ['external', 'sharp'],
      ['native', './hash.node'],
    ]);
  });

  test('counts what options make private as private', async () => {
    const folder = await Folder.with({
      'handler.js':
        "export const handler = () => { globalThis.n = 1; process.env.N = '1'; process.umask(0); };",
    });
    const args = ['audit', 'handler.js', '--env', '--globals', '--json'];
    const { totals, packages } = JSON.parse((await folder.photonize(args)).stdout) as AuditReport;
    expect(totals.bindings.crosses).toBe(1);
    const [{ modules: [found] = [] } = {}] = packages;
    expect(found?.crossings.map(({ what, isState }) => [what, isState])).toEqual([
      ['process.umask', true],
      ['globalThis.n', false],
      ['process.env.N', false],
    ]);
  });

  test('measures what the evaluation of each module takes, those that it loads left out', async () => {
    const burn = 'for (let i = 0, x = 0; i < 2e7; i++) x += i % 7;\n';
    const folder = await Folder.with({
      'handler.mjs': "'use strict';\nimport './slow.cjs';\nexport const handler = () => {};",
      'slow.cjs': `'use strict';\nrequire('./slower.cjs');\nif (this === undefined) throw new Error();\n${burn}exports.n = 0;`,
      'slower.cjs': burn.repeat(4),
    });
    const args = ['audit', 'handler.mjs', '--measure', '--json', 'audit.json'];
    const { exitCode, stdout, stderr } = await folder.photonize(args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/slower\.cjs takes .* ms and .*B to be evaluated\nslow\.cjs takes/);
    const [{ modules = [], initMs = 0 } = {}] = (await folder.json<AuditReport>('audit.json')).packages;
    const times = Object.fromEntries(modules.map((module) => [module.file, module.initMs ?? -1]));
    expect(times['slower.cjs']).toBeGreaterThan(times['slow.cjs'] ?? 0);
    expect(times['slow.cjs']).toBeGreaterThan(times['handler.mjs'] ?? 0);
    expect(initMs).toBeCloseTo(Object.values(times).reduce((sum, time) => sum + time));
  });

  test('names what takes most of the time, and what memory stays in use', async () => {
    const folder = await Folder.with({
      'handler.ts': [
        'const burn = (n: number) => Array.from({ length: n }, (_, i) => Math.sin(i));',
        "import { small } from './small.cjs';",
        'const model: number[] = await burn(2e6), name = (() => 0).name + (class {}).name;',
        'export const handler = () => model.push(small) + name.length;',
      ].join('\n'),
      'small.cjs': 'const make = () => {};\nexports.small = make.name === "make" ? 1 : error;',
    });
    const args = ['audit', 'handler.ts', '--measure', '--json', 'audit.json'];
    const { exitCode, stdout, stderr } = await folder.photonize(args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/handler\.ts takes .* to be evaluated, model at 3:7 \d+ ms/);
    const [{ modules = [] } = {}] = (await folder.json<AuditReport>('audit.json')).packages;
    const [handler, small] = modules;
    expect(handler?.initBytes).toBeGreaterThan(1e7);
    expect(small?.initBytes).toBeLessThan(1e6);
    const [{ name, initMs = 0 } = {}] = handler?.state ?? [];
    expect({ name, isMost: initMs > (handler?.initMs ?? 0) / 2 }).toEqual({ name: 'model', isMost: true });
  });

  test('reports modules that cannot be evaluated, if asked to measure', async () => {
    const folder = await Folder.with({ 'handler.js': "throw new Error('not here');" });
    expect(await folder.photonize(['audit', 'handler.js'])).toMatchObject({ exitCode: 0 });
    const { exitCode, stderr } = await folder.photonize(['audit', 'handler.js', '--measure']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/PHO9008: `handler.js` cannot be loaded: Error: not here/);
  });

  test('lists what the compiler refuses', async () => {
    const source = 'let n = 0;\nexport const handler = (code) => { n++; return eval(code); };';
    const folder = await Folder.with({ 'handler.mjs': source });
    const { exitCode, stdout } = await folder.photonize(['audit', 'handler.mjs']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('handler.mjs:2:48 refused PHO2001: direct eval can see `n`');
  });

  test('reports what cannot be bundled', async () => {
    const folder = await Folder.with({ 'handler.js': "import './none.js';" });
    const { exitCode, stderr } = await folder.photonize(['audit', 'handler.js']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('PHO9006');
  });
});
