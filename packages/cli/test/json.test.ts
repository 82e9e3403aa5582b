import { describe, expect, test } from 'vitest';
import type { JsonDiagnostic } from '../src/json.js';
import { Folder, LEAKY } from './support/cli.js';

function parse(stderr: string): JsonDiagnostic[] {
  return stderr
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as JsonDiagnostic);
}

const BROKEN = {
  'src/handler.js': [
    "import { find } from './find.js';",
    "import './state.js';",
    'let calls = 0;',
    'export const handler = (code) => { calls++; return [eval(code), find(code)]; };',
    'export const other = (code) => eval(code);',
  ].join('\n'),
  'src/find.js': 'export const find = (x) => x;\nlet a; let a;\nlet b; let b;\n',
  'src/state.js': "import './deep/er.js';\nlet n = 0;\nn++;\nexport const f = (code) => eval(code);\n",
  'src/deep/er.js': 'const x = ;\n',
};

describe('photonize build --json', () => {
  test('prints all errors of all files, one on a line', async () => {
    const folder = await Folder.with(BROKEN);
    const { exitCode, stdout, stderr } = await folder.photonize([
      'build',
      'src/handler.js',
      '--outdir',
      'out',
      '--json',
    ]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    const found = parse(stderr).map(
      ({ code, file, start }) => `${code} ${file}:${start?.line}:${start?.column}`,
    );
    expect(found).toEqual([
      'PHO1001 src/deep/er.js:1:11',
      'PHO1001 src/find.js:2:12',
      'PHO1001 src/find.js:3:12',
      'PHO2001 src/handler.js:4:53',
      'PHO2001 src/handler.js:5:32',
      'PHO2001 src/state.js:4:28',
    ]);
    expect((await folder.files()).filter((file) => file.startsWith('out'))).toEqual([]);
  });

  test('each with what is needed to show it', async () => {
    const folder = await Folder.with({
      'a.js': 'let n = 0;\nexport const handler = (c) => { n++; return eval(c); };\n',
    });
    const { stderr } = await folder.photonize(['build', 'a.js', '--outdir', 'out', '--json']);
    expect(parse(stderr)).toEqual([
      {
        code: 'PHO2001',
        severity: 'error',
        message: expect.stringContaining('direct eval can see `n`'),
        help: expect.stringContaining('Use indirect eval'),
        file: 'a.js',
        start: { line: 2, column: 45 },
        end: { line: 2, column: 52 },
        docs: 'docs/diagnostics.md#pho2001',
      },
    ]);
  });

  test('prints what is the bundler’s to say, too', async () => {
    const folder = await Folder.with({
      'a.js': "import { x } from './missing.js';\nexport const handler = () => x;\n",
    });
    const { stderr } = await folder.photonize(['build', 'a.js', '--outdir', 'out', '--json']);
    expect(parse(stderr)).toMatchObject([
      { code: 'PHO9006', file: 'a.js', start: { line: 1, column: 19 }, end: { line: 1, column: 33 } },
    ]);
  });

  test('prints warnings of a build that succeeds, and leaves stdout as it is', async () => {
    const source =
      'let cache = new Map();\nexport const handler = () => first.clear();\nconst first = cache;\n';
    const folder = await Folder.with({ 'a.js': source });
    const args = ['build', 'a.js', '--outdir', 'out'];
    const plain = await folder.photonize(args);
    const json = await folder.photonize([...args, '--json', '--report', 'report.json']);
    expect(json).toMatchObject({ exitCode: 0, stdout: plain.stdout });
    const warnings = parse(json.stderr);
    expect(warnings).toMatchObject([
      { code: 'PHO3002', severity: 'warning', file: 'a.js', start: { line: 3 } },
    ]);
    expect(await folder.json('report.json')).toMatchObject({ diagnostics: warnings });
  });

  test('the text names the same problems', async () => {
    const folder = await Folder.with(BROKEN);
    const { exitCode, stderr } = await folder.photonize(['build', 'src/handler.js', '--outdir', 'out']);
    expect(exitCode).toBe(1);
    expect(stderr.match(/error PHO\d+/g)).toHaveLength(6);
  });
});

test('photonize transform --json', async () => {
  const folder = await Folder.with({
    'a.mjs': 'let a; let a;\nexport let b; let b;\n',
    'b.mjs': '(async () => {})();\n',
  });
  const failed = await folder.photonize(['transform', 'a.mjs', '-o', 'out.mjs', '--json']);
  expect(failed).toMatchObject({ exitCode: 1, stdout: '' });
  expect(parse(failed.stderr).map(({ code, start }) => `${code} ${start?.line}`)).toEqual([
    'PHO1001 1',
    'PHO1001 2',
  ]);
  const warned = await folder.photonize(['transform', 'b.mjs', '-o', 'out.mjs', '--json']);
  expect(warned.exitCode).toBe(0);
  expect(parse(warned.stderr)).toMatchObject([{ code: 'PHO3003', severity: 'warning' }]);
});

test('photonize run --json', async () => {
  const folder = await Folder.with({
    'a.mjs': 'export const handler = () => 1;\n',
    'events.jsonl': '1\n{\n',
  });
  const { exitCode, stderr } = await folder.photonize(['run', 'a.mjs', '--events', 'events.jsonl', '--json']);
  expect(exitCode).toBe(1);
  expect(parse(stderr)).toMatchObject([{ code: 'PHO9003', docs: 'docs/diagnostics.md#pho9003' }]);
});

test('photonize compare --json', async () => {
  const folder = await Folder.with({ 'a.ts': LEAKY, 'events.jsonl': '' });
  const { exitCode, stderr } = await folder.photonize([
    'compare',
    'a.ts',
    '--events',
    'events.jsonl',
    '--json',
  ]);
  expect(exitCode).toBe(1);
  expect(parse(stderr)).toMatchObject([{ code: 'PHO9012' }]);
});

describe('wrong usage', () => {
  test.each([
    { args: ['build', 'a.ts', '--json'], says: "required option '--outdir <folder>' not specified" },
    { args: ['build', 'a.ts', '--outdir', 'out', '--jsno', '--json'], says: "unknown option '--jsno'" },
    { args: ['biuld', '--json'], says: "unknown command 'biuld'" },
    { args: ['compare', 'a.ts', '--json', '--policy', 'shared'], says: "required option '--events <file>'" },
  ])('$args', async ({ args, says }) => {
    const folder = await Folder.with({ 'a.ts': LEAKY });
    const { exitCode, stdout, stderr } = await folder.photonize(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(parse(stderr)).toMatchObject([{ code: 'PHO9001', message: expect.stringContaining(says) }]);
  });
});
