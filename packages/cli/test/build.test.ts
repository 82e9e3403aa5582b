import type { EncodedSourceMap } from '@photonize/linker';
import { describe, expect, test } from 'vitest';
import type { Report } from '../src/report.js';
import { Folder, LEAKY, users } from './support/cli.js';

const EXPECTED = users(12).map(({ user }) => ({ ok: { user, calls: 1 } }));

describe.each([
  { format: 'esm', extension: 'mjs' },
  { format: 'cjs', extension: 'cjs' },
])('$format', ({ format, extension }) => {
  test('a bundle whose invocations do not see each other', async () => {
    const folder = await Folder.with({ 'src/handler.ts': LEAKY });
    const args = ['build', 'src/handler.ts', '--outdir', 'out', '--format', format];
    const { exitCode, stdout, stderr } = await folder.photonize(args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(
      new RegExp(`^out/handler\\.${extension}: \\d+ modules?, 2 isolated bindings, [\\d.]+ kB\\n$`),
    );
    expect(await folder.files()).toEqual([
      `out/handler.${extension}`,
      `out/handler.${extension}.map`,
      'src/handler.ts',
    ]);
    const answers = await folder.answers(`out/handler.${extension}`, users(12), '--concurrency', '12');
    expect(answers).toEqual(EXPECTED);
  });

  test('errors point into the source', async () => {
    const source =
      'let calls: number = 0;\n\nexport function handler(): never {\n  calls += 1;\n  throw new Error("call " + calls);\n}\n';
    const folder = await Folder.with({ 'src/f.ts': source });
    await folder.photonize(['build', 'src/f.ts', '--outdir', 'out', '--format', format]);
    const { stderr } = await folder.photonize(['run', `out/f.${extension}`, '--events', '-'], '0');
    expect(stderr).toMatch(/event 0: Error: call 1\n +at handler \(.*src\/f\.ts:5:9\)/);
    const { sources, ignoreList } = JSON.parse(
      await folder.read(`out/f.${extension}.map`),
    ) as EncodedSourceMap;
    const ignored = ignoreList?.map((i) => sources[i]);
    expect(new Set(ignored)).toEqual(new Set(['photonize:generated', 'photonize:runtime']));
  });

  test('CommonJS dependencies find require, __dirname and __filename beside a module that declares its own', async () => {
    const folder = await Folder.with({
      'f.js': `
        import { dirname } from 'node:path';
        import { fileURLToPath } from 'node:url';
        import old from './old.cjs';
        const __dirname = ${format === 'esm' ? 'dirname(fileURLToPath(import.meta.url))' : "'own'"};
        let calls = 0;
        export const handler = () => ({ ...old(), own: typeof __dirname, calls: ++calls });`,
      'old.cjs': `
        const { basename } = require('path');
        const name = 'node:' + 'os';
        module.exports = () => ({
          late: typeof require(name).cpus, file: basename(__filename), folder: basename(__dirname),
        });`,
    });
    await folder.photonize(['build', 'f.js', '--outdir', 'out', '--format', format]);
    expect(await folder.answers(`out/f.${extension}`, [0, 1])).toEqual(
      [0, 1].map(() => ({
        ok: { late: 'function', file: `f.${extension}`, folder: 'out', own: 'string', calls: 1 },
      })),
    );
  });
});

test('several entries keep their folders', async () => {
  const folder = await Folder.with({ 'src/a/handler.ts': LEAKY, 'src/b/handler.ts': LEAKY });
  const { stdout } = await folder.photonize([
    'build',
    'src/a/handler.ts',
    'src/b/handler.ts',
    '--outdir',
    'out',
  ]);
  expect(stdout).toMatch(/^out\/a\/handler\.mjs: .*\nout\/b\/handler\.mjs: .*\n$/);
  expect(await folder.answers('out/b/handler.mjs', users(12), '--concurrency', '12')).toEqual(EXPECTED);
});

test('--external stays outside, --handler is wrapped', async () => {
  const folder = await Folder.with({
    'f.js':
      "import { answer } from 'dep';\nlet calls = 0;\nexport const other = () => ({ answer, calls: ++calls });\n",
    'node_modules/dep/package.json':
      '{"name":"dep","version":"1.0.0","type":"module","exports":"./index.js"}',
    'node_modules/dep/index.js': 'export const answer = 42;\n',
  });
  await folder.photonize(['build', 'f.js', '--outdir', 'out', '--external', 'dep', '--handler', 'other']);
  expect(await folder.read('out/f.mjs')).toMatch(/from "dep"/);
  const answers = await folder.answers('out/f.mjs', [0, 1], '--handler', 'other');
  expect(answers).toEqual([{ ok: { answer: 42, calls: 1 } }, { ok: { answer: 42, calls: 1 } }]);
});

describe('pins', () => {
  const CLOSURE = '(() => { let n = 0; exports.hit = () => ++n; })();\n';
  const FILES = {
    'a.js':
      "import { hit } from 'closure';\nimport { model } from './model.js';\nexport const handler = () => [hit(), model()];\n",
    'b.js': 'let n = 0;\nexport const handler = () => ++n;\n',
    'model.js': 'let asked = 0;\nexport const model = () => ++asked;\n',
    'node_modules/closure/index.js': CLOSURE,
  };

  test('--share and --module give single modules other policies', async () => {
    const folder = await Folder.with(FILES);
    const pins = ['--share', './model.js', '--module', 'closure=instance'];
    const { stderr } = await folder.photonize(['build', 'a.js', 'b.js', '--outdir', 'out', ...pins]);
    expect(stderr).toBe('');
    expect(await folder.answers('out/a.mjs', [0, 1])).toEqual([{ ok: [1, 1] }, { ok: [1, 2] }]);
  });

  test('that match no module are told once, and in terms of the options', async () => {
    const folder = await Folder.with(FILES);
    const pins = ['--share', 'model', '--module', 'clsure=instance'];
    const { stderr } = await folder.photonize(['build', 'a.js', 'b.js', '--outdir', 'out', ...pins]);
    expect(stderr.match(/PHO\d+/g)).toEqual(['PHO1014', 'PHO1014']);
    expect(stderr).toContain('warning PHO1014: `model`, pinned `shared`, matches no module\n');
    expect(stderr).toContain('help: Name a package (`pg`, `@scope/name`)');
  });
});

test('the report tells of each binding what becomes of it, and why', async () => {
  const folder = await Folder.with({ 'f.ts': LEAKY });
  await folder.photonize(['build', 'f.ts', '--outdir', 'out', '--report', 'out/report.json']);
  const report = await folder.json<Report>('out/report.json');
  expect(report).toMatchObject({ version: 1, policy: 'bindings', diagnostics: [] });
  expect(report.entries).toMatchObject([{ entry: 'f.ts', output: 'out/f.mjs' }]);
  const bindings = report.entries.flatMap(({ modules }) => modules).flatMap((module) => module.bindings);
  expect(bindings.filter(({ fate }) => fate === 'isolated').map(({ name }) => name)).toEqual([
    'user',
    'calls',
  ]);
  expect(bindings.map(({ because }) => because)).not.toContain(undefined);
});
