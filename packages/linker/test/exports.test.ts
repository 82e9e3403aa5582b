import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { project as inMemory, type Project } from './support/files.js';

const STATE = 'export let n = 0; n++; export const limit = {};';

/** A project about which the linker that answers at once must say the same. */
function project(files: Record<string, string>): Project {
  const made = inMemory(files);
  return {
    ...made,
    async exportsOf(path) {
      expect(made.atOnce().isolatedExports(path)).toEqual(await made.linker.isolatedExports(path));
      return made.exportsOf(path);
    },
  };
}

describe('isolated exports', () => {
  test('are the module’s own ones, with their slots', async () => {
    const { exportsOf } = project({
      'a.js': 'let n = 0; n++; let m = {}; export { n, m as renamed }; export const c = {};',
    });
    expect(await exportsOf('a.js')).toEqual({ n: 'a.js#n', renamed: 'a.js#m' });
  });

  test('are those that are passed on, however often they are renamed', async () => {
    const { exportsOf } = project({
      'state.js': STATE,
      'one.js': "export { n as a, limit } from './state.js';",
      'two.js': "import { a as local, limit } from './one.js'; export { local as b, limit };",
      'three.js': "export { b as 'c d', limit as default } from './two.js';",
    });
    expect(await exportsOf('one.js')).toEqual({ a: 'state.js#n' });
    expect(await exportsOf('two.js')).toEqual({ b: 'state.js#n' });
    expect(await exportsOf('three.js')).toEqual({ 'c d': 'state.js#n' });
  });

  test('are default exports that copy state, under every name', async () => {
    const { exportsOf } = project({
      'a.js': 'let cache = {}; export default cache;',
      'b.js': "export { default as cache } from './a.js';",
      'c.js': "import cache from './a.js'; export default cache;",
    });
    expect(await exportsOf('a.js')).toEqual({ default: 'a.js#default' });
    expect(await exportsOf('b.js')).toEqual({ cache: 'a.js#default' });
  });

  test('are a default export that copies imported state', async () => {
    const { exportsOf } = project({
      'a.js': 'export let cache = {};',
      'c.js': "import { cache } from './a.js'; export default cache;",
    });
    expect(Object.keys(await exportsOf('c.js'))).toEqual(['default']);
  });

  test('are variables that copy imported state, through copies and renaming', async () => {
    const { exportsOf } = project({
      'a.js': 'export let cache = {}; export const limit = {};',
      'b.js':
        "import { cache, limit } from './a.js'; export let own = cache; let other = limit; export { other };",
      'c.js':
        "import { limit } from './a.js'; import * as b from './b.js'; import { own as o } from './b.js'; let x = 1 ? limit : o; export { x as default };",
    });
    expect(await exportsOf('b.js')).toEqual({ own: 'b.js#own' });
    expect(await exportsOf('c.js')).toEqual({ default: 'c.js#x' });
  });

  test('are copies of what comes back through a cycle', async () => {
    const { exportsOf } = project({
      'a.js': "import { b, state } from './b.js'; export let a = b; export let own = state;",
      'b.js': "export * from './a.js'; import { a } from './a.js'; export let b = a; export let state = {};",
    });
    expect(await exportsOf('a.js')).toEqual({ own: 'a.js#own' });
    expect(await exportsOf('b.js')).toEqual({ own: 'a.js#own', state: 'b.js#state' });
  });

  test('are not what functions, classes, constants and types are', async () => {
    const { exportsOf } = project({
      'a.ts':
        'export const a = {}; export function f() {} export class C {} export enum E { x } export type T = 1; export let u = 1;',
    });
    expect(await exportsOf('a.ts')).toEqual({});
  });

  test('are none of a shared module', async () => {
    const { exportsOf, policies } = project({
      'state.js': STATE,
      'pinned.js': `// @photon-module shared\n${STATE}`,
      'index.js': "export * from './state.js'; export { n as m } from './pinned.js';",
    });
    policies['state.js'] = 'shared';
    expect(await exportsOf('index.js')).toEqual({});
  });

  test('are none of what is external', async () => {
    const { exportsOf } = project({ 'a.js': "export * from 'express'; export { n } from 'node:fs';" });
    expect(await exportsOf('a.js')).toEqual({});
  });

  test('may have names like those of Object’s own members', async () => {
    const { exportsOf } = project({
      'a.js': 'let x = {}; export { x as constructor, x as toString };',
      'b.js': "export { constructor, valueOf } from './a.js'; export * from './a.js';",
    });
    expect(await exportsOf('b.js')).toEqual({ constructor: 'a.js#x', toString: 'a.js#x' });
  });
});

describe('export *', () => {
  test('passes all on but the default', async () => {
    const { exportsOf } = project({
      'state.js': `${STATE} let d = {}; export default d;`,
      'index.js': "export * from './state.js';",
      'outer.js': "export * from './index.js';",
    });
    expect(await exportsOf('index.js')).toEqual({ n: 'state.js#n' });
    expect(await exportsOf('outer.js')).toEqual({ n: 'state.js#n' });
  });

  const explicit: [string, string, Record<string, string>][] = [
    ['a constant', 'export const n = 1;', {}],
    ['a function', 'export function n() {}', {}],
    ['a binding of its own', 'let m = {}; export { m as n };', { n: 'index.js#m' }],
    ['an export of a shared module', "export { limit as n } from './state.js';", {}],
    ['an export of another module', "export { n } from './other.js';", { n: 'other.js#n' }],
    ['an import', "import { n } from './other.js'; export { n };", { n: 'other.js#n' }],
    ['a namespace', "export * as n from './other.js';", {}],
    ['an imported namespace', "import * as n from './other.js'; export { n };", {}],
  ];
  test.each(explicit)('yields to %s', async (_, own, expected) => {
    const { exportsOf } = project({
      'state.js': STATE,
      'other.js': STATE,
      'index.js': `export * from './state.js';\n${own}`,
    });
    expect(await exportsOf('index.js')).toEqual(expected);
  });

  test('yields in the module that it passes on, too', async () => {
    const { exportsOf } = project({
      'state.js': STATE,
      'index.js': "export * from './state.js'; export const n = 1;",
      'outer.js': "export * from './index.js';",
      'named.js': "export { n } from './index.js';",
    });
    expect(await exportsOf('outer.js')).toEqual({});
    expect(await exportsOf('named.js')).toEqual({});
  });

  test('of two modules gives the exports of both', async () => {
    const { exportsOf } = project({
      'a.js': 'export let a = {};',
      'b.js': 'export let b = {};',
      'index.js': "export * from './a.js'; export * from './b.js';",
    });
    expect(await exportsOf('index.js')).toEqual({ a: 'a.js#a', b: 'b.js#b' });
  });

  test('of types passes nothing on', async () => {
    const { exportsOf } = project({ 'state.js': STATE, 'index.ts': "export type * from './state.js';" });
    expect(await exportsOf('index.ts')).toEqual({});
  });
});

describe('cycles', () => {
  test('of stars end', async () => {
    const { exportsOf } = project({
      'a.js': "export * from './b.js'; export let a = {};",
      'b.js': "export * from './a.js'; export let b = {};",
    });
    const both = { a: 'a.js#a', b: 'b.js#b' };
    expect(await exportsOf('a.js')).toEqual(both);
    expect(await exportsOf('b.js')).toEqual(both);
  });

  test('of a module with itself end', async () => {
    const { exportsOf } = project({
      'a.js': "export * from './a.js'; export { a as b } from './a.js'; export let a = {};",
    });
    expect(await exportsOf('a.js')).toEqual({ a: 'a.js#a', b: 'a.js#a' });
  });

  test('of names that lead back to where they came from end where the name is', async () => {
    const { exportsOf } = project({
      'a.js': "export let y = {}; export { z } from './b.js';",
      'b.js': "export { y as z } from './a.js';",
    });
    expect(await exportsOf('a.js')).toEqual({ y: 'a.js#y', z: 'a.js#y' });
    expect(await exportsOf('b.js')).toEqual({ z: 'a.js#y' });
  });

  test('of names that lead nowhere end', async () => {
    const { exportsOf } = project({
      'a.js': "export { x } from './b.js'; export let y = {};",
      'b.js': "export { x } from './a.js';",
    });
    expect(await exportsOf('a.js')).toEqual({ y: 'a.js#y' });
  });

  test('of imports are no obstacle', async () => {
    const { linker } = project({
      'a.js': "import { b } from './b.js'; export let a = {}; export const f = () => b;",
      'b.js': "import { a } from './a.js'; export let b = {}; export const g = () => a;",
    });
    expect((await linker.imports('a.js'))['./b.js']?.isolated).toEqual({ b: { origin: 'b.js', slot: 'b' } });
    expect((await linker.imports('b.js'))['./a.js']?.isolated).toEqual({ a: { origin: 'a.js', slot: 'a' } });
  });
});

test('a file that is reached on many ways is visited once', async () => {
  // There are 2^40 ways: a linker that walks each of them does not end, and has to be stopped from outside.
  const script = join(import.meta.dirname, 'support', 'layers.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, '40'], {
    timeout: 30_000,
    killSignal: 'SIGKILL',
  });
  expect(JSON.parse(stdout)).toEqual({ exports: { n: { origin: 'state.js', slot: 'n' } }, loads: 80 });
});
