import { describe, expect, test } from 'vitest';
import { createSyncLinker, type LinkerHost } from '../src/index.js';

/** Which files of a program are only read by their importers. The program starts with `index`. */
function onlyRead(files: Record<string, string>, host: Partial<LinkerHost<'sync'>> = {}): string[] {
  const linker = createSyncLinker({
    entries: () => Object.keys(files).filter((path) => path.startsWith('index.')),
    resolve: ({ specifier }) => {
      const path = specifier.replace(/^\.\//, '');
      return path in files ? path : undefined;
    },
    load: (path) => ({ code: files[path] ?? '', policy: 'strict' }),
    ...host,
  });
  return Object.keys(files).filter((path) => linker.importersRead(path));
}

const TABLE = 'export const table = { a: 1, list: [{ b: 2 }] };';

describe('an exported table of an ES module', () => {
  test.each([
    ["import { table } from './t.js'; export const f = () => table.list[0].b;", 'read'],
    ["import { table as t } from './t.js'; export const f = () => t.list.map((each) => each.b);", 'visited'],
    ["import * as all from './t.js'; export const f = () => all.table.a;", 'read through its namespace'],
    [
      "export const f = async () => { const { table } = await import('./t.js'); return table.a; };",
      'awaited',
    ],
    ["import './t.js'; export const f = () => 1;", 'never named'],
    [
      "import { table } from './t.js'; const get = (t) => t.a; export const f = () => get(table);",
      'passed on',
    ],
  ])('%s', (index) => {
    expect(onlyRead({ 'index.js': index, 't.js': TABLE })).toEqual(['t.js']);
  });

  test.each([
    ["import { table } from './t.js'; export const f = () => table.a++;"],
    ["import { table } from './t.js'; export const f = () => { table.list[0].b = 3; };"],
    ["import { table } from './t.js'; export const f = () => table.list.push(1);"],
    ["import { table } from './t.js'; export const f = () => table.list?.forEach?.((each) => each.b++);"],
    ["import { table } from './t.js'; export const f = () => table.list.map((each) => each);"],
    ["import { table } from './t.js'; export const f = () => { for (const each of table.list) each.b++; };"],
    [
      "import { table } from './t.js'; export const f = () => { const { list: [first] } = table; first.b++; };",
    ],
    ["import { table } from './t.js'; export const f = () => Object.assign(table, { a: 2 });"],
    ["import { table } from './t.js'; export const f = () => table;"],
    ["import { table } from './t.js'; export const f = (x) => x(table.list);"],
    ["import { table } from './t.js'; export const f = () => ({ ...table });"],
    ["import { table } from './t.js'; export { table }; export const f = () => 1;"],
    ["export { table } from './t.js';"],
    ["export * from './t.js';"],
    ["import * as all from './t.js'; export const f = (x) => x(all);"],
    ["export const f = () => import('./t.js');"],
    ["import { table } from './t.js'; export const f = (x) => eval(x);"],
    ["import { table } from './t.js'; const set = (t) => { t.a = 2; }; export const f = () => set(table);"],
    ["import { table } from './t.js'; let kept; export const f = () => { kept = table; };"],
  ])('is not: %s', (index) => {
    expect(onlyRead({ 'index.js': index, 't.js': TABLE })).toEqual([]);
  });

  test('may be passed on by others', () => {
    const files = {
      't.js': TABLE,
      'b.js': "export * from './t.js'; export { table as other } from './t.js';",
    };
    const read = "import { table, other } from './b.js'; export const f = () => table.a + other.a;";
    expect(onlyRead({ 'index.js': read, ...files })).toEqual(['t.js']);
    const write = "import { table, other } from './b.js'; export const f = () => { other.a = table.a; };";
    expect(onlyRead({ 'index.js': write, ...files })).toEqual([]);
  });

  test('is not known to be if somebody else may import it', () => {
    const files = {
      't.js': TABLE,
      'index.js': "import { table } from './t.js'; export const f = () => table.a;",
    };
    expect(onlyRead(files, { entries: () => undefined })).toEqual([]);
    expect(onlyRead({ ...files, 'index.2.js': "export * from './t.js'" })).toEqual([]);
    expect(onlyRead({ ...files, 'index.2.js': 'import(`./${process.argv[2]}.js`);' })).toEqual([]);
    expect(onlyRead({ ...files, 'index.2.ts': "import t = require('./t.js'); t.table.a++;" })).toEqual([]);
  });
});

describe('a pure CommonJS module', () => {
  const index = (code: string) => `import m from './m.cjs'; import * as all from './m.cjs'; ${code}`;

  test.each([
    ['exports.f = () => 1;', 'export const f = () => m.f() + all.f();'],
    ['module.exports = { a: 1, list: [1] };', 'export const f = () => m.list.length;'],
    [
      'module.exports = function f() {}; module.exports.g = () => 1;',
      'export const f = (x) => x(m.g()) + new m();',
    ],
    ['class A {} exports.A = A;', 'export const f = () => new m.A();'],
    ["if (process.env.X === 'y') module.exports = 1; else module.exports = 2;", 'export const f = () => m;'],
    ['exports.get = function () { return this.a; }; exports.a = 1;', 'export const f = () => m.get();'],
    ["exports.path = require('node:path');", 'export const f = (x) => x(m.path);'],
    ['exports.F = function () { this.a = 1; };', 'export const f = () => new m.F();'],
  ])('%s', (module, code) => {
    expect(onlyRead({ 'index.js': index(code), 'm.cjs': module })).toEqual(['m.cjs']);
  });

  test.each([
    ['exports.f = () => 1;', 'export const f = () => { m.f = 1; };'],
    ['exports.f = () => 1;', 'export const f = () => { m.f.calls = 1; };'],
    ['exports.f = () => 1;', 'export const f = (x) => x(m);'],
    ['exports.f = () => 1;', 'export const f = (x) => x(all);'],
    ['exports.list = [1];', 'export const f = () => m.list.sort();'],
    ['exports.f = function () { this.n = 1; };', 'export const f = () => m.f();'],
    ['exports.list = []; exports.f = function () { this.list.push(1); };', 'export const f = () => m.f();'],
    ['exports.f = () => { exports.n = 1; };', 'export const f = () => m.f();'],
    ['exports.f = () => exports;', 'export const f = () => m.f();'],
    ['exports.f = () => module;', 'export const f = () => m.f();'],
    ['exports.f = () => this;', 'export const f = () => m.f();'],
    ['let n = 0; exports.f = () => n++;', 'export const f = () => m.f();'],
    ['const cache = new Map(); exports.f = (x) => cache.set(x, 1);', 'export const f = () => m.f();'],
    ['exports.started = Date.now();', 'export const f = () => m.started;'],
    ['function F() {} F.all = []; exports.F = F;', 'export const f = () => m.F;'],
    [
      'function f() {} f.bump = function () { this.n = 1; }; exports.f = f;',
      'export const f = () => m.f.bump();',
    ],
    ["register('m'); exports.f = () => 1;", 'export const f = () => m.f();'],
    ['(function () { exports.f = () => 1; })();', 'export const f = () => m.f();'],
  ])('is not: %s %s', (module, code) => {
    expect(onlyRead({ 'index.js': index(code), 'm.cjs': module })).toEqual([]);
  });

  test('may lead to others that are, also in a cycle', () => {
    const files = {
      'index.js': "import { a } from './a.cjs'; export const f = () => a.b.f();",
      'a.cjs': "exports.a = { b: require('./b.cjs') };",
      'b.cjs': "exports.f = () => require('./a.cjs').a.b.g; exports.g = 1;",
    };
    expect(onlyRead(files)).toEqual(['a.cjs', 'b.cjs']);
    const state = { ...files, 'b.cjs': `let n = 0; ${files['b.cjs']}` };
    expect(onlyRead({ ...state, 'b.cjs': `${state['b.cjs']} exports.n = () => n++;` })).toEqual([]);
  });

  test.each([
    [['a.cjs', 'b.cjs'], "module.exports = require('./b.cjs');", "module.exports = require('./a.cjs');"],
    [[], "module.exports = require('./b.cjs').x;", "module.exports = require('./a.cjs').y;"],
    [
      ['a.cjs', 'b.cjs', 'c.cjs'],
      "if (process.env.X) module.exports = require('./b.cjs'); else module.exports = require('./c.cjs');",
      "if (process.env.X) module.exports = require('./a.cjs'); else module.exports = require('./c.cjs');",
    ],
  ])('may be passed on in circles, %j: %s %s', (expected, a, b) => {
    const files = {
      'index.js': "import m from './m.cjs'; export const f = () => m.x() + m.x.y();",
      'm.cjs': "exports.x = require('./a.cjs');",
      'a.cjs': a,
      'b.cjs': b,
      'c.cjs': 'module.exports = () => 1;',
    };
    expect(onlyRead(files)).toEqual(expected);
  });

  test('is not if what it exports may change what it is called on', () => {
    const files = {
      'index.js': "import m from './m.cjs'; export const f = () => m.next();",
      'm.cjs': "exports.next = require('./next.cjs');",
      'next.cjs':
        'if (process.env.X) module.exports = () => 1; else module.exports = function () { this.n = 1; };',
    };
    expect(onlyRead(files)).toEqual(['next.cjs']);
  });

  test('is not if another that photons have of their own hands it out', () => {
    const files = {
      'index.js': "import { a } from './a.cjs'; export const f = (x) => { a.f = x; };",
      'a.cjs': "exports.a = require('./b.cjs'); let n = 0; exports.n = () => n++;",
      'b.cjs': 'exports.f = () => 1;',
    };
    expect(onlyRead(files)).toEqual([]);
  });

  test('means the module or its default export by `default`', () => {
    const m = 'exports.default = { a: 1 };';
    const marked = `Object.defineProperty(exports, '__esModule', { value: true }); ${m}`;
    const index =
      "const m = require('./m.cjs'); exports.f = (x) => m.default.a; exports.g = (x) => x(m.default.b);";
    expect(onlyRead({ 'index.cjs': index, 'm.cjs': marked })).toEqual(['m.cjs']);
    const kept = "const m = require('./m.cjs'); exports.f = (x) => x(m.default);";
    expect(onlyRead({ 'index.cjs': kept, 'm.cjs': marked })).toEqual([]);
  });
});

test('no file of a program is looked at that has nothing to share', () => {
  const entries = () => {
    throw new Error('nobody has to know');
  };
  const files = {
    'index.js': "import { table } from './t.js'; export const f = () => table.a;",
    't.js': TABLE,
  };
  const load = (path: string) => ({ code: files[path as keyof typeof files], policy: 'bindings' as const });
  expect(onlyRead(files, { entries, load })).toEqual([]);
});
