import type { Diagnostic } from '@photonize/transform';
import { describe, expect, test } from 'vitest';
import { Project } from './support/project.js';

const COUNTER =
  'let n = 0;\nexport async function handler(by = 1) {\n  n += by;\n  await null;\n  return n;\n}\n';

describe('a handler', () => {
  test('is wrapped: each call is one photon', async () => {
    const project = await Project.with({ 'entry.js': COUNTER });
    const { handler } = await project.load('entry.js');
    expect(await Promise.all([handler?.(1), handler?.(2), handler?.(3)])).toEqual([1, 2, 3]);
    expect(await handler?.(4)).toBe(4);
    expect([handler?.name, handler?.length]).toEqual(['handler', 0]);
  });

  test('has its state in other files and in dependencies isolated, too', async () => {
    const project = await Project.with({
      'entry.js':
        "import { hit } from './state.js';\nimport log from 'log';\nexport const handler = () => [hit(), log.add('x')];",
      'state.js': 'let n = 0;\nexport const hit = () => ++n;',
      'node_modules/log/package.json': '{ "name": "log", "main": "log.js" }',
      'node_modules/log/log.js':
        'var lines = [];\nlines = lines.concat("start");\nexports.add = function (line) { return lines.push(line); };',
    });
    const { handler } = await project.load('entry.js');
    const answers = await Promise.all([handler?.(), handler?.(), handler?.()]);
    expect(answers).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
  });

  test('may be the default export', async () => {
    const project = await Project.with({ 'entry.js': 'let n = 0;\nexport default () => ++n;' });
    const loaded = await project.load('entry.js', { handlers: ['default'] });
    expect([await loaded.default?.(), await loaded.default?.()]).toEqual([1, 1]);
  });

  test('may be one of several', async () => {
    const project = await Project.with({
      'entry.js': 'let n = 0;\nexport const get = () => ++n;\nexport const put = () => ++n;',
    });
    const { get, put } = await project.load('entry.js', { handlers: ['get', 'put'] });
    expect([await get?.(), await put?.(), await get?.()]).toEqual([1, 1, 1]);
  });

  test('may have a name that is no identifier', async () => {
    const project = await Project.with({
      'entry.js': 'let n = 0;\nconst f = () => ++n;\nexport { f as "GET /" };',
    });
    const loaded = await project.load('entry.js', { handlers: ['GET /'] });
    expect([await loaded['GET /']?.(), await loaded['GET /']?.()]).toEqual([1, 1]);
  });

  test('may be passed on from another file', async () => {
    const project = await Project.with({
      'entry.js': "export * from './handler.js';",
      'handler.js': COUNTER,
    });
    const { handler } = await project.load('entry.js');
    expect([await handler?.(), await handler?.()]).toEqual([1, 1]);
  });

  test('is the plain one for importers inside the bundle', async () => {
    const project = await Project.with({
      'entry.js': `import { twice } from './twice.js';\n${COUNTER}\nexport { twice };`,
      'twice.js':
        "import { handler } from './entry.js';\nexport const twice = async () => [await handler(), await handler()];",
    });
    const { twice } = await project.load('entry.js', { handlers: ['twice'] });
    expect([await twice?.(), await twice?.()]).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  test.each(['esm', 'cjs'] as const)(
    'of a CommonJS entry point is wrapped in the format %s',
    async (format) => {
      const project = await Project.with({
        'entry.js':
          "'use strict';\nvar n = 0;\nexports.handler = function handler() { return ++n; };\nexports.version = '1';",
      });
      const loaded = await project.load('entry.js', {}, { format });
      const { handler } = loaded;
      expect([await handler?.(), await handler?.()]).toEqual([1, 1]);
      expect(handler?.name).toBe('handler');
    },
  );

  test.each(['esm', 'cjs'] as const)(
    'of an entry point with module.exports is wrapped in the format %s',
    async (format) => {
      const project = await Project.with({
        'entry.js': 'var n = 0;\nmodule.exports = { handler: function () { return ++n; }, version: "1" };',
      });
      const { handler } = await project.load('entry.js', {}, { format });
      expect([await handler?.(), await handler?.()]).toEqual([1, 1]);
    },
  );

  test.each(['esm', 'cjs'] as const)(
    "is the one of each photon's instance in the format %s",
    async (format) => {
      const project = await Project.with({
        'entry.js': 'var n = 0;\nexports.handler = function handler(by, and) { return (n += by); };',
        'default.js': 'var n = 0;\nmodule.exports = { handler: function () { return ++n; } };',
        'passed-on.js': "export { handler } from './entry.js';",
      });
      const { handler } = await project.load('entry.js', { policy: 'strict' }, { format });
      expect([await handler?.(2), await handler?.(3)]).toEqual([2, 3]);
      expect([handler?.name, handler?.length]).toEqual(['handler', 2]);
      for (const entry of ['default.js', 'passed-on.js']) {
        const other = await project.load(entry, { policy: 'strict' }, { format });
        expect([await other.handler?.(1), await other.handler?.(1)]).toEqual([1, 1]);
      }
    },
  );

  test('is the one that the photon has made', async () => {
    const project = await Project.with({
      'entry.js':
        'const make = () => { let n = 0; return () => ++n; };\nexport let handler = make();\nexport const again = () => { handler = make(); };',
    });
    const { handler } = await project.load('entry.js');
    expect([await handler?.(), await handler?.()]).toEqual([1, 1]);
  });

  test('of an ES module is wrapped in CommonJS output', async () => {
    const project = await Project.with({
      'entry.js': `${COUNTER}export const version = "1";\nexport default "d";`,
    });
    const loaded = await project.load('entry.js', {}, { format: 'cjs' });
    expect(await loaded.handler?.()).toBe(1);
    expect(await loaded.handler?.()).toBe(1);
    expect(loaded.version).toBe('1');
  });
});

describe('other exports', () => {
  test('are untouched, the default among them', async () => {
    const project = await Project.with({
      'entry.js': `${COUNTER}export const version = '1';\nexport class Page {}\nexport const plain = () => ++n;\nexport default { d: 1 };`,
    });
    const loaded = await project.load('entry.js');
    expect(Object.keys(loaded).sort()).toEqual(['Page', 'default', 'handler', 'plain', 'version']);
    expect(loaded.version).toBe('1');
    expect(loaded.default).toEqual({ d: 1 });
    expect([loaded.plain?.(), loaded.plain?.()]).toEqual([1, 2]);
  });

  test('are all there where no handler is named', async () => {
    const project = await Project.with({ 'entry.js': `${COUNTER}export default 1;` });
    const loaded = await project.load('entry.js', { handlers: [] });
    expect(Object.keys(loaded)).toEqual(expect.arrayContaining(['default', 'handler']));
    expect([await loaded.handler?.(), await loaded.handler?.()]).toEqual([1, 2]);
  });

  test('have no companions of the compiler among them', async () => {
    const project = await Project.with({ 'entry.js': `${COUNTER}export { n };` });
    expect(Object.keys(await project.load('entry.js')).sort()).toEqual(['handler', 'n']);
  });
});

describe('a handler that is missing', () => {
  test('is PHO1006, with what there is', async () => {
    const project = await Project.with({
      'entry.js': 'export const main = () => 1;\nexport const other = 2;',
    });
    const { errors } = await project.failure({ handlers: ['handler'] }, { entryPoints: ['entry.js'] });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({
      text: 'PHO1006: the entry point does not export `handler`',
      detail: { code: 'PHO1006', severity: 'error' },
    });
    const [{ filename = '' } = {}] = errors.map(({ detail }) => detail as Partial<Diagnostic>);
    expect(project.nameOf(filename)).toBe('entry.js');
    expect(errors[0]?.notes[0]?.text).toContain('main, other');
    expect(await project.files('out')).toEqual([]);
  });

  test('of a module without exports is PHO1006, too', async () => {
    const project = await Project.with({ 'entry.mjs': 'let n = 0;' });
    const { errors } = await project.failure({ handlers: ['default'] }, { entryPoints: ['entry.mjs'] });
    expect(errors[0]).toMatchObject({ detail: { code: 'PHO1006' } });
    expect(errors[0]?.notes[0]?.text).toContain('nothing');
  });

  test('of CommonJS is found out when the bundle is loaded', async () => {
    const project = await Project.with({ 'entry.cjs': 'exports.main = function () {};' });
    await expect(project.load('entry.cjs')).rejects.toMatchObject({ code: 'PHOTON_HANDLER' });
  });

  test('and the entry point is, too: esbuild’s own error', async () => {
    const project = await Project.with({});
    const { errors } = await project.failure({ handlers: ['handler'] }, { entryPoints: ['nowhere.js'] });
    expect(errors[0]?.text).toMatch(/could not resolve/i);
  });
});

describe('outputs have the names that the plain build gives them', () => {
  const FILES = { 'src/a/index.js': COUNTER, 'src/b/index.js': COUNTER, 'src/main.js': COUNTER };
  test.each([
    ['one entry point', { entryPoints: ['src/main.js'] }],
    ['a path that begins with a dot', { entryPoints: ['./src/main.js'] }],
    ['several entry points', { entryPoints: ['src/a/index.js', 'src/b/index.js'] }],
    ['entry points of several depths', { entryPoints: ['src/a/index.js', 'src/main.js'] }],
    ['names', { entryPoints: { first: 'src/a/index.js', 'deep/second': 'src/b/index.js' } }],
    ['inputs and outputs', { entryPoints: [{ in: 'src/a/index.js', out: 'x/first' }] }],
    ['a base', { entryPoints: ['src/a/index.js'], outbase: '.' }],
    ['a pattern', { entryPoints: ['src/a/index.js'], entryNames: '[dir]-[name]' }],
    [
      'one file',
      { entryPoints: ['src/main.js'], outfile: 'out/bundle.mjs', outdir: undefined as unknown as string },
    ],
    ['a glob', { entryPoints: ['src/**/*.js'] }],
    ['source maps', { entryPoints: ['src/main.js'], sourcemap: true }],
  ])('for %s', async (_, options) => {
    const project = await Project.with(FILES);
    await project.build([], { ...options, outExtension: {} });
    const expected = await project.files('out');
    expect(expected.length).toBeGreaterThan(0);
    const { path } = project;
    const other = await Project.with(FILES);
    expect(other.path).not.toBe(path);
    await other.build({ handlers: ['handler'] }, { ...options, outExtension: {} });
    expect(await other.files('out')).toEqual(expected);
  });

  test('for absolute entry points', async () => {
    const project = await Project.with(FILES);
    await project.build(
      { handlers: ['handler'] },
      { entryPoints: [project.file('src/a/index.js'), project.file('src/main.js')] },
    );
    expect(await project.files('out')).toEqual(['a/index.mjs', 'main.mjs']);
  });
});

test('bundles in one process agree on the current photon', async () => {
  const project = await Project.with({
    'one.js':
      "import { hit } from './state.js';\nexport const handler = async (other) => [hit(), await other(), hit()];",
    'two.js': 'let n = 10;\nexport const plain = () => ++n;\nexport const handler = plain;',
    'state.js': 'let n = 0;\nexport const hit = () => ++n;',
  });
  await project.build({ handlers: ['handler'] }, { entryPoints: ['one.js', 'two.js'], splitting: false });
  const one = await project.import('one.mjs');
  const two = await project.import('two.mjs');
  // Code of the second bundle, called by a photon of the first, is code of that photon.
  const calls = () => one.handler?.(two.plain);
  expect(await Promise.all([calls(), calls()])).toEqual([
    [1, 11, 2],
    [1, 11, 2],
  ]);
});

describe('builds whose handlers cannot be wrapped', () => {
  test.each([
    ['that bundle nothing', { bundle: false, entryPoints: ['entry.js'] }],
    [
      'whose entry point comes from stdin',
      { entryPoints: [], stdin: { contents: 'export const handler = () => 1' } },
    ],
  ])('%s fail', async (_, options) => {
    const project = await Project.with({ 'entry.js': 'export const handler = () => 1;' });
    const { errors } = await project.failure({ handlers: ['handler'] }, options);
    expect(errors[0]?.text).toMatch(/^PHO1008/);
  });
});
