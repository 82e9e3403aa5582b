import { describe, expect, test } from 'vitest';
import { Folder, LEAKY } from './support/cli.js';

const EVENTS = '{"user":"ann","ms":0}\n';

/** Runs a command that must fail, and checks what all failures have in common. */
async function failure(files: Readonly<Record<string, string>>, args: readonly string[]): Promise<string> {
  const folder = await Folder.with(files);
  const { exitCode, stdout, stderr } = await folder.photonize(args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(/\bhelp: \S/);
  expect(await folder.files(), 'files that were left behind').toEqual(Object.keys(files).sort());
  return stderr;
}

const SYNTAX_ERROR = 'let total = 0;\nlet x = ;\n';
const EVAL = 'let total = 0;\nexport function handler(code) {\n  total += 1;\n  return eval(code);\n}\n';

describe.each([
  { command: 'build', args: ['build', 'a.js', '--outdir', 'out', '--report', 'out/report.json'] },
  { command: 'transform', args: ['transform', 'a.js', '-o', 'out.js', '--report', 'report.json'] },
  { command: 'compare', args: ['compare', 'a.js', '--events', 'e.jsonl', '--json', 'out.json'] },
])('$command', ({ args }) => {
  test('a syntax error', async () => {
    const stderr = await failure({ 'a.js': SYNTAX_ERROR, 'e.jsonl': EVENTS }, args);
    expect(stderr).toMatch(/a\.js:2:9: error PHO1001: /);
    expect(stderr).toContain('> 2 | let x = ;\n    |         ^');
  });

  test('a direct eval that can see isolated bindings', async () => {
    const stderr = await failure({ 'a.js': EVAL, 'e.jsonl': EVENTS }, args);
    expect(stderr).toMatch(/a\.js:4:10: error PHO2001: /);
    expect(stderr).toContain('> 4 |   return eval(code);\n    |          ^');
  });

  test('a missing file', async () => {
    const stderr = await failure({ 'e.jsonl': EVENTS }, args);
    expect(stderr).toMatch(/^error PHO9002: `a\.js` does not exist\n> \$ \| photonize \w+ a\.js /);
    expect(stderr).toMatch(/\n {4}\| +\^{4}\n/);
  });
});

describe('build', () => {
  test('writes no entry when one of them fails, and reports all errors', async () => {
    const files = {
      'good.ts': LEAKY,
      'bad.js': SYNTAX_ERROR,
      'lost.js': "import './nowhere.js';\nexport const handler = () => 1;\n",
    };
    const stderr = await failure(files, ['build', ...Object.keys(files), 'none.js', '--outdir', 'out']);
    expect(stderr).toContain('error PHO1001');
    expect(stderr).toMatch(/lost\.js:1:8: error PHO9006: Could not resolve ".\/nowhere.js"\n +1 │ import/);
    expect(stderr).toContain('error PHO9002: `none.js`');
  });

  test('a handler that the entry does not export', async () => {
    const stderr = await failure({ 'a.ts': LEAKY }, [
      'build',
      'a.ts',
      '--outdir',
      'out',
      '--handler',
      'hander',
    ]);
    expect(stderr).toMatch(/error PHO\d{4}: .*`hander`/);
  });

  test('an output that would overwrite an input', async () => {
    const files = { 'a.mjs': 'export const handler = () => 1;\n' };
    const stderr = await failure(files, ['build', 'a.mjs', '--outdir', '.']);
    expect(stderr).toContain('error PHO9007: writing `');
  });

  test('two entries that share an output', async () => {
    const files = { 'a.ts': LEAKY, 'a.js': 'export const handler = () => 1;\n' };
    const stderr = await failure(files, ['build', 'a.ts', 'a.js', '--outdir', 'out']);
    expect(stderr).toContain('would overwrite the bundle of a.ts with that of a.js');
  });

  test('a folder that cannot be made', async () => {
    const stderr = await failure({ 'a.ts': LEAKY }, ['build', 'a.ts', '--outdir', 'a.ts/out']);
    expect(stderr).toMatch(
      /error PHO9005: `a\.ts\/out\/a\.mjs(\.map)?` cannot be written: a part of the path is a file/,
    );
  });
});

test('transform does not overwrite its input', async () => {
  const stderr = await failure({ 'a.ts': LEAKY }, ['transform', 'a.ts', '-o', './a.ts']);
  expect(stderr).toContain('error PHO9007: writing `./a.ts` would overwrite an input');
});

describe('events', () => {
  const ARRAY = '[\n  {"user": "ann"},\n  {"user": bob}\n]\n';

  test.each([
    {
      name: 'a line',
      events: `${EVENTS}\n{"user": bob}\n`,
      at: 'e:3:10',
      frame: '> 3 | {"user": bob}\n    |          ^',
    },
    {
      name: 'a line that ends early',
      events: '{"user":\n',
      at: 'e:1:9',
      frame: '> 1 | {"user":\n    |         ^',
    },
    { name: 'an array', events: ARRAY, at: 'e:3:12', frame: '> 3 |   {"user": bob}\n    |            ^' },
  ])('$name that is not JSON', async ({ events, at, frame }) => {
    const files = { 'a.mjs': 'export const handler = () => 1;\n', e: events };
    const stderr = await failure(files, ['run', 'a.mjs', '--events', 'e']);
    expect(stderr).toContain(`${at}: error PHO9003: the events are not JSON`);
    expect(stderr).toContain(frame);
  });

  test('none to compare', async () => {
    const stderr = await failure({ 'a.ts': LEAKY, 'e.jsonl': '\n\n' }, [
      'compare',
      'a.ts',
      '--events',
      'e.jsonl',
    ]);
    expect(stderr).toContain('error PHO9012: e.jsonl holds no event');
  });
});

test('compare ends when the function cannot be loaded', async () => {
  const files = {
    'a.js': 'export const handler = () => 1;\nthrow new Error("not today");\n',
    'e.jsonl': '1\n2\n3\n',
  };
  const stderr = await failure(files, ['compare', 'a.js', '--events', 'e.jsonl']);
  expect(stderr).toMatch(/error PHO9008: `.*a\.mjs` cannot be loaded: Error: not today/);
});

describe('run', () => {
  test('a handler that the file does not export', async () => {
    const files = { 'a.cjs': 'exports.main = exports.other = () => 1; exports.n = 1;\n', e: EVENTS };
    const stderr = await failure(files, ['run', 'a.cjs', '--events', 'e']);
    expect(stderr).toContain('error PHO9004: `a.cjs` exports no function `handler`');
    expect(stderr).toContain('It exports `main`, `other`: choose with --handler.');
  });

  test('a file whose top level throws', async () => {
    const files = { 'a.mjs': 'throw new Error("not today");\n', e: EVENTS };
    const stderr = await failure(files, ['run', 'a.mjs', '--events', 'e']);
    expect(stderr).toMatch(/error PHO9008: `a\.mjs` cannot be loaded: Error: not today\n +at .*a\.mjs:1:7/);
  });
});
