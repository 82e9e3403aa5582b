import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';
import { describe, expect, test } from 'vitest';
import { Folder, LEAKY, users } from './support/cli.js';

const EXPECTED = users(12).map(({ user }) => ({ ok: { user, calls: 1 } }));

async function bundled(
  format: 'esm' | 'cjs',
  sourcemap: 'linked' | 'inline',
  minify = false,
): Promise<Folder> {
  const folder = await Folder.with({
    'src/handler.ts': `import { fail } from './fail.js';\n${LEAKY}\nexport { fail };\n`,
    'src/fail.ts':
      'let calls: number = 0;\n\nexport function fail(): never {\n  throw new Error("call " + ++calls);\n}\n',
  });
  const absWorkingDir = folder.path;
  const entryPoints = ['src/handler.ts'];
  const outfile = `dist/bundle.${format === 'esm' ? 'mjs' : 'cjs'}`;
  await esbuild.build({
    absWorkingDir,
    entryPoints,
    outfile,
    bundle: true,
    platform: 'node',
    format,
    sourcemap,
    minify,
  });
  return folder;
}

describe.each([
  { format: 'esm', file: 'bundle.mjs' },
  { format: 'cjs', file: 'bundle.cjs' },
] as const)('a bundle of format $format', ({ format, file }) => {
  test('runs with isolated state, its source map composed', async () => {
    const folder = await bundled(format, 'linked');
    const { exitCode, stdout } = await folder.photonize([
      'transform',
      `dist/${file}`,
      '-o',
      `out/deep/${file}`,
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^out\/deep\/bundle\.[mc]js: 3 isolated bindings, /);
    expect(await folder.answers(`out/deep/${file}`, users(12), '--concurrency', '12')).toEqual(EXPECTED);
    const run = await folder.photonize(
      ['run', `out/deep/${file}`, '--events', '-', '--handler', 'fail'],
      '0\n0\n',
    );
    expect(run.stdout).toBe('{"error":{"name":"Error","message":"call 1"}}\n'.repeat(2));
    expect(run.stderr).toMatch(/ {4}at fail \(.*\/src\/fail\.ts:4:9\)/);
    const { sources } = await folder.json<{ sources: string[] }>(`out/deep/${file}.map`);
    expect(sources).toEqual(expect.arrayContaining(['../../src/handler.ts', '../../src/fail.ts']));
  });

  test('minified, with an inline map', async () => {
    const folder = await bundled(format, 'inline', true);
    await folder.photonize(['transform', `dist/${file}`, '-o', file]);
    expect(await folder.answers(file, users(12), '--concurrency', '12')).toEqual(EXPECTED);
    const { stderr } = await folder.photonize(['run', file, '--events', '-', '--handler', 'fail'], '0');
    expect(stderr).toMatch(/\/src\/fail\.ts:4:9\b/);
    expect((await folder.read(file)).match(/sourceMappingURL/g)).toHaveLength(1);
  });
});

describe('the runtime that comes along', () => {
  const run = promisify(execFile);
  const COUNT = 'let calls = 0;\ncalls += 1;\n';
  const IS_SLOPPY = 'console.log((function () { return this !== undefined; })(), calls);\n';

  test.each([
    { name: 'leaves sloppy code sloppy', source: COUNT + IS_SLOPPY, stdout: 'true 1\n' },
    { name: 'leaves strict code strict', source: `'use strict';\n${COUNT}${IS_SLOPPY}`, stdout: 'false 1\n' },
    {
      name: 'comes after a directive without semicolon',
      source: `'use strict'\n${COUNT}${IS_SLOPPY}`,
      stdout: 'false 1\n',
    },
    {
      name: 'comes after a hashbang',
      source: `#!/usr/bin/env node\n"use strict"; ${COUNT}${IS_SLOPPY}`,
      stdout: 'false 1\n',
    },
  ])('$name', async ({ source, stdout }) => {
    const folder = await Folder.with({ 'a.cjs': source });
    expect(await folder.photonize(['transform', 'a.cjs', '-o', 'b.cjs'])).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
    expect((await run(process.execPath, ['b.cjs'], { cwd: folder.path })).stdout).toBe(stdout);
    if (source.startsWith('#!')) expect(await folder.read('b.cjs')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });
});

test('TypeScript comes out as JavaScript that points into it', async () => {
  const source = `interface Event { n: number }\n${LEAKY}\nexport function fail(event: Event): never { throw new Error(String(event)); }\n`;
  const folder = await Folder.with({ 'a.ts': source });
  await folder.photonize(['transform', 'a.ts', '-o', 'out/a.mjs']);
  expect(await folder.answers('out/a.mjs', users(12), '--concurrency', '12')).toEqual(EXPECTED);
  const { stderr } = await folder.photonize(['run', 'out/a.mjs', '--events', '-', '--handler', 'fail'], '0');
  expect(stderr).toMatch(/ {4}at fail \(.*\/a\.ts:12:51\)/);
});

test('globals that the program creates are private where --globals says so', async () => {
  const source = 'globalThis.list = [];\nexports.handler = () => list.push(1);\n';
  const folder = await Folder.with({ 'f.cjs': source });
  await folder.photonize(['transform', 'f.cjs', '-o', 'out.cjs', '--globals']);
  expect(await folder.answers('out.cjs', [0, 1])).toEqual([{ ok: 1 }, { ok: 1 }]);
});

test('a source map that is not there is a warning', async () => {
  const folder = await Folder.with({
    'a.mjs': 'let n = 0;\nexport const handler = () => ++n;\n//# sourceMappingURL=lost.map\n',
  });
  const { exitCode, stderr } = await folder.photonize(['transform', 'a.mjs', '-o', 'b.mjs']);
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^a\.mjs: warning PHO1009: the source map `lost\.map` is ignored: ENOENT/);
  expect(await folder.answers('b.mjs', [0, 1])).toEqual([{ ok: 1 }, { ok: 1 }]);
  expect(await folder.read('b.mjs')).toMatch(/sourceMappingURL=b\.mjs\.map\n$/);
});

describe('a bundle of several files', () => {
  const FILES = {
    'dist/index.mjs':
      "import { next } from './chunks/state.mjs';\nexport const handler = async () => [next(), (await import('./late.mjs')).late()];\n",
    'dist/late.mjs':
      "import { total, next } from './chunks/state.mjs';\nexport const late = () => [next(), total];\n",
    'dist/chunks/state.mjs':
      "import { createRequire } from 'node:module';\nexport let total = 0;\nexport const next = () => ++total;\n",
    'dist/unused.mjs': 'let n = 0;\n',
  };

  test('goes to a folder, with what it loads; state is each invocation’s in all files', async () => {
    const folder = await Folder.with(FILES);
    const { exitCode, stdout, stderr } = await folder.photonize([
      'transform',
      'dist/index.mjs',
      '--outdir',
      'out',
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.split('\n').map((line) => line.replace(/, .*/, ''))).toEqual([
      'out/index.mjs: 0 isolated bindings',
      'out/chunks/state.mjs: 1 isolated binding',
      'out/late.mjs: 0 isolated bindings',
      '',
    ]);
    expect(await folder.answers('out/index.mjs', [1, 2, 3])).toEqual(
      [1, 2, 3].map(() => ({ ok: [1, [2, 2]] })),
    );
  });

  test('shares the files that are pinned', async () => {
    const folder = await Folder.with(FILES);
    const pins = ['--share', 'chunks/state', '--share', 'chunks/stat'];
    const { stderr } = await folder.photonize(['transform', 'dist/index.mjs', '--outdir', 'out', ...pins]);
    expect(stderr).toMatch(/^warning PHO1014: `chunks\/stat`, pinned `shared`, matches no module\n.*\n\n$/);
    const answers = (await folder.answers('out/index.mjs', [1, 2])) as { ok: [number, unknown] }[];
    expect(answers.map(({ ok: [first] }) => first)).toEqual([1, 3]);
  });

  test('is a warning where one file is asked for', async () => {
    const folder = await Folder.with(FILES);
    const { exitCode, stderr } = await folder.photonize(['transform', 'dist/late.mjs', '-o', 'out/late.mjs']);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('warning PHO9017: `dist/late.mjs` loads `./chunks/state.mjs`');
  });

  test.each([
    ['neither --output nor --outdir', ['dist/index.mjs'], 'tell where the result goes'],
    [
      'several files and --output',
      ['dist/index.mjs', 'dist/late.mjs', '-o', 'a.mjs'],
      'several go to --outdir',
    ],
  ])('%s', async (_, args, message) => {
    const folder = await Folder.with(FILES);
    const { exitCode, stderr } = await folder.photonize(['transform', ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
