import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSyncLinker } from '../src/index.js';
import { project } from './support/files.js';

const STATE = 'export let n = 0; n++;';

describe('imports', () => {
  test('tell, for each specifier, what is isolated and what is not', async () => {
    const { linker } = project({
      'state.js': `${STATE} export const f = () => n;`,
      'pure.js': 'export const a = 1;',
      'index.js':
        "import { n, f } from './state.js'; import { a } from './pure.js'; import fs from 'node:fs';",
    });
    expect(await linker.imports('index.js')).toEqual({
      './state.js': { isolated: { n: { origin: 'state.js', slot: 'n' } }, reachesState: true },
      './pure.js': { isolated: {}, reachesState: false },
      'node:fs': { isolated: {}, reachesState: false },
    });
  });

  test('that lead to one binding on two ways have one origin', async () => {
    const { linker } = project({
      'state.js': STATE,
      'barrel.js': "export { n as m } from './state.js';",
      'index.js': "import { n } from './state.js'; import { m } from './barrel.js';",
    });
    const imports = await linker.imports('index.js');
    expect(imports['./barrel.js']?.isolated.m).toEqual(imports['./state.js']?.isolated.n);
  });

  test('are plain data, as the transform takes them', async () => {
    const { linker } = project({ 'state.js': STATE, 'index.js': "import * as state from './state.js';" });
    const imports = await linker.imports('index.js');
    expect(JSON.parse(JSON.stringify(imports))).toStrictEqual(imports);
  });

  test('are told at once where the host answers at once', () => {
    const { atOnce } = project({
      'state.js': STATE,
      'barrel.js': "export * from './state.js';",
      'index.js': "import { n } from './barrel.js'; import fs from 'node:fs';",
    });
    expect(atOnce().imports('index.js')).toEqual({
      './barrel.js': { isolated: { n: { origin: 'state.js', slot: 'n' } }, reachesState: true },
      'node:fs': { isolated: {}, reachesState: false },
    });
  });

  test('at once throw what the host and the compiler throw', () => {
    const { atOnce } = project({ 'broken.js': 'export let =', 'index.js': "import './broken.js';" });
    expect(() => atOnce().imports('index.js')).toThrow('PHO1001');
  });

  test('of a file that imports nothing are none', async () => {
    expect(await project({ 'a.js': STATE }).linker.imports('a.js')).toEqual({});
  });

  test('of a file with a syntax error in a dependency throw PHO1001, with its path', async () => {
    const { linker } = project({ 'broken.js': 'export let =', 'index.js': "import './broken.js';" });
    const error: unknown = await linker.imports('index.js').catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'PHO1001',
      diagnostics: [{ filename: 'broken.js', location: { line: 1 } }],
    });
  });

  test('whose file cannot be read fail with the reason of the host', async () => {
    const { linker, files } = project({ 'index.js': "import './a.js';" });
    Object.defineProperty(files, 'a.js', {
      enumerable: true,
      get() {
        throw new Error('no such file');
      },
    });
    await expect(linker.imports('index.js')).rejects.toThrow('no such file');
  });
});

describe('reachesState', () => {
  async function reaches(files: Record<string, string>): Promise<boolean | undefined> {
    const { linker } = project({ ...files, 'index.js': "import './start.js';" });
    return (await linker.imports('index.js'))['./start.js']?.reachesState;
  }

  test.each([
    ['itself', { 'start.js': 'let n = 0; n++;' }],
    ['static fields', { 'start.js': 'class A { static n = 0; }' }],
    ['an import', { 'start.js': "import './state.js';", 'state.js': STATE }],
    ['a re-export', { 'start.js': "export { x } from './state.js';", 'state.js': STATE }],
    ['`export *`', { 'start.js': "export * from './state.js';", 'state.js': STATE }],
    ['`require`', { 'start.js': "const state = require('./state.js');", 'state.js': STATE }],
    [
      'a `require` inside a function',
      { 'start.js': "module.exports = () => require('./state.js');", 'state.js': STATE },
    ],
    [
      'a dynamic import',
      { 'start.js': "export const load = () => import('./state.js');", 'state.js': STATE },
    ],
    [
      'a long way',
      {
        'start.js': "import './a.js';",
        'a.js': "import './b.js';",
        'b.js': "require('./c.js');",
        'c.js': STATE,
      },
    ],
    [
      'a cycle',
      {
        'start.js': "import './a.js';",
        'a.js': "import './start.js'; import './state.js';",
        'state.js': STATE,
      },
    ],
    [
      'a module inside a bundle',
      {
        'start.js': [
          'var __commonJS = (cb, mod) => function __require() {',
          '  return mod || (0, cb[Object.keys(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;',
          '};',
          'var require_a = __commonJS({ "a.js"(exports) { var n = 0; exports.hit = () => ++n; } });',
          'export default require_a();',
        ].join('\n'),
      },
    ],
  ])('is true through %s', async (_, files) => {
    expect(await reaches(files)).toBe(true);
  });

  test.each([
    ['nothing', { 'start.js': 'export const a = {};' }],
    ['what is external', { 'start.js': "import 'express'; require('lodash');" }],
    ['types', { 'start.ts': "import type { A } from './state.js';", 'start.js': '', 'state.js': STATE }],
    ['a cycle without state', { 'start.js': "import './a.js';", 'a.js': "import './start.js';" }],
    [
      'a module that is shared',
      { 'start.js': "import './a.js';", 'a.js': `// @photon-module shared\n${STATE}` },
    ],
  ])('is false through %s', async (_, files) => {
    expect(await reaches(files)).toBe(false);
  });
});

describe('CommonJS', () => {
  test('modules have no isolated exports: their exports object is shared', async () => {
    const { exportsOf } = project({
      'a.cjs': 'let n = 0; exports.n = n; exports.hit = () => { exports.n = ++n; };',
    });
    expect(await exportsOf('a.cjs')).toEqual({});
  });

  test('importers learn what a required ES module isolates', async () => {
    const { linker } = project({ 'state.mjs': STATE, 'index.cjs': "const { n } = require('./state.mjs');" });
    expect((await linker.imports('index.cjs'))['./state.mjs']?.isolated).toEqual({
      n: { origin: 'state.mjs', slot: 'n' },
    });
  });

  test('cycles of require end', async () => {
    const { linker } = project({
      'a.cjs': "const b = require('./b.cjs'); let n = 0; exports.f = () => ++n;",
      'b.cjs': "const a = require('./a.cjs'); exports.g = () => a.f();",
    });
    expect((await linker.imports('a.cjs'))['./b.cjs']).toEqual({ isolated: {}, reachesState: true });
  });
});

describe('a build', () => {
  const FILES = {
    'state.js': STATE,
    'barrel.js': "export * from './state.js';",
    'one.js': "import { n } from './barrel.js';",
    'two.js': "import { n } from './barrel.js'; import './state.js';",
  };
  const linkAll = async ({ linker }: ReturnType<typeof project>) => {
    for (const path of Object.keys(FILES)) await linker.imports(path);
  };

  test('loads each file once, and resolves each specifier of a file once', async () => {
    const files = project({ ...FILES });
    await linkAll(files);
    await linkAll(files);
    expect([...files.loads].sort()).toEqual(Object.keys(FILES).sort());
    expect(new Set(files.resolutions).size).toBe(files.resolutions.length);
  });

  test('does so also when all is asked at once', async () => {
    const files = project({ ...FILES });
    await Promise.all(Object.keys(FILES).map((path) => files.linker.imports(path)));
    expect(new Set(files.loads).size).toBe(files.loads.length);
    expect(new Set(files.resolutions).size).toBe(files.resolutions.length);
  });

  test('after startBuild loads and resolves anew, once each', async () => {
    const files = project({ ...FILES });
    await linkAll(files);
    files.linker.startBuild();
    files.loads.length = 0;
    files.resolutions.length = 0;
    await linkAll(files);
    expect([...files.loads].sort()).toEqual(Object.keys(FILES).sort());
    expect(new Set(files.resolutions).size).toBe(files.resolutions.length);
  });

  test('after startBuild gives the same objects where nothing has changed', async () => {
    const files = project({ ...FILES });
    const linked = () => Promise.all(Object.keys(FILES).map((path) => files.linker.imports(path)));
    const before = await linked();
    files.linker.startBuild();
    for (const [i, imports] of (await linked()).entries()) expect(imports).toBe(before[i]);
  });

  test('after startBuild keeps what is linked where a file changed, but not what it says to others', async () => {
    const files = project({ ...FILES });
    const before = await files.linker.imports('one.js');
    files.files['state.js'] += '// changed';
    files.linker.startBuild();
    expect(await files.linker.imports('one.js')).toBe(before);
  });

  test('after startBuild sees what has changed', async () => {
    const files = project({ ...FILES });
    await linkAll(files);
    files.files['state.js'] = 'export const n = 0;';
    expect(await files.exportsOf('barrel.js')).toEqual({ n: 'state.js#n' });
    files.linker.startBuild();
    expect(await files.exportsOf('barrel.js')).toEqual({});
  });

  test('after startBuild resolves anew', async () => {
    const files = project({ ...FILES });
    await linkAll(files);
    delete (files.files as Record<string, string>)['state.js'];
    files.linker.startBuild();
    expect(await files.exportsOf('barrel.js')).toEqual({});
  });

  test('keeps the summaries of two policies apart', async () => {
    const files = project({ ...FILES });
    expect(await files.exportsOf('state.js')).toEqual({ n: 'state.js#n' });
    files.policies['state.js'] = 'shared';
    files.linker.startBuild();
    expect(await files.exportsOf('state.js')).toEqual({});
  });

  test('that failed can be repeated after a fix', async () => {
    const files = project({ 'a.js': 'export let =', 'index.js': "import './a.js';" });
    await expect(files.linker.imports('index.js')).rejects.toThrow('PHO1001');
    files.files['a.js'] = STATE;
    files.linker.startBuild();
    expect((await files.linker.imports('index.js'))['./a.js']?.reachesState).toBe(true);
  });
});

describe('instances', () => {
  const STRICT = '// @photon-module strict\n';
  const files = {
    'lib/pool.cjs': `${STRICT}exports.size = 1;`,
    'lib/index.js': `${STRICT}export { size as poolSize } from './pool.cjs';`,
    'entry.js': `import { poolSize } from './lib/index.js'; import pool from './lib/pool.cjs';`,
  };
  const linker = createSyncLinker({
    resolve: ({ specifier }, importer) => posix.join(posix.dirname(importer), specifier),
    load: (path) => ({ code: files[path as keyof typeof files], policy: 'bindings' }),
  });

  test('have all names, and are required from where the importer is', () => {
    const { './lib/pool.cjs': pool } = linker.imports('entry.js');
    expect(pool).toMatchObject({ instance: './lib/pool.cjs', reachesState: true });
  });

  test('are required by importers themselves when other modules pass them on', () => {
    const { './lib/index.js': index } = linker.imports('entry.js');
    const target = { origin: 'lib/pool.cjs', slot: 'size', instance: './lib/pool.cjs' };
    expect(index?.isolated).toEqual({ poolSize: target });
    expect(linker.imports('lib/index.js')['./pool.cjs']?.instance).toBe('./pool.cjs');
  });
});
