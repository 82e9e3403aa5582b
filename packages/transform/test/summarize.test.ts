import { describe, expect, test } from 'vitest';
import { summarize } from '../src/index.js';

const summaryOf = (source: string, filename = 'input.js') => summarize(source, { filename });

describe('a summary', () => {
  test('tells which exports are isolated, by slot', () => {
    const source = 'export let a = {}; let b = 0; b++; export { b as c, b as "d e" }; export const e = 1;';
    expect(summaryOf(source).isolated).toEqual({ a: 'a', c: 'b', 'd e': 'b' });
  });

  test('tells what is passed on', () => {
    const source = [
      "export { a, b as c } from './one.js';",
      "export * from './two.js';",
      "import d, { e as f } from './three.js';",
      'export { d, f };',
    ].join('\n');
    const { forwards, stars } = summaryOf(source);
    expect(forwards).toEqual([
      { name: 'a', specifier: './one.js', imported: 'a' },
      { name: 'c', specifier: './one.js', imported: 'b' },
      { name: 'd', specifier: './three.js', imported: 'default' },
      { name: 'f', specifier: './three.js', imported: 'e' },
    ]);
    expect(stars).toEqual(['./two.js']);
  });

  test('tells all modules that are loaded, and how', () => {
    const source = [
      "import './a.js';",
      "export * from './b.js';",
      "export { x } from './c.js';",
      "const d = () => import('./d.js');",
      "const e = require('./e.js');",
      'const f = (name) => import(name);',
    ].join('\n');
    expect(summaryOf(source).dependencies).toEqual([
      { specifier: './a.js', kind: 'import' },
      { specifier: './b.js', kind: 'import' },
      { specifier: './c.js', kind: 'import' },
      { specifier: './d.js', kind: 'dynamic-import' },
      { specifier: './e.js', kind: 'require' },
    ]);
  });

  test('leaves types out', () => {
    const source = [
      "import type { A } from './a.js';",
      "export type { B } from './b.js';",
      "export type * from './c.js';",
      "import { type D } from './d.js';",
      'export interface E {}',
      'export type F = A | D;',
    ].join('\n');
    const { dependencies, exportNames, stars, forwards } = summaryOf(source, 'input.ts');
    expect(dependencies.map(({ specifier }) => specifier)).not.toContain('./a.js');
    expect(dependencies.map(({ specifier }) => specifier)).not.toContain('./b.js');
    expect([exportNames, stars, forwards]).toEqual([[], [], []]);
  });

  test('tells the names that are exported', () => {
    const source =
      'export const a = 1; export function b() {} export class C {} const d = 1; export { d as e }; export default d;';
    expect([...summaryOf(source).exportNames].sort()).toEqual(['C', 'a', 'b', 'default', 'e']);
  });

  test.each([
    ['a function', 'export default function () {}'],
    ['a named class', 'export default class A {}'],
    ['an expression', 'export default { a: 1 };'],
    ['a renamed binding', 'const a = 1; export { a as default };'],
    ['a forward', "export { a as default } from './a.js';"],
    ['a namespace', "export * as default from './a.js';"],
  ])('knows a default export: %s', (_, source) => {
    expect(summaryOf(source).exportNames).toEqual(['default']);
  });

  test('knows namespaces that are exported', () => {
    expect(summaryOf("export * as state from './a.js';").exportNames).toEqual(['state']);
  });

  test('tells a default export that copies state', () => {
    expect(summaryOf('let a = {}; export default a;').isolated).toEqual({ default: 'default' });
    expect(summaryOf('const a = {}; export default a;').isolated).toEqual({});
  });

  test.each([
    ['a binding', 'let n = 0; n++;', true],
    ['a static field', 'class A { static n = 0; }', true],
    ['only constants', 'const a = {}; let b = 1;', false],
    ['a module that is pinned', '/* @photon-module shared */ let n = 0; n++;', false],
    ['a private binding of a block', 'class A { n = 0; }', false],
    [
      'a bundled module inside',
      'var __commonJS = (cb, mod) => () => (mod || cb((mod = { exports: {} }).exports, mod), mod.exports);\n' +
        'var require_a = __commonJS((exports) => { var n = 0; exports.hit = () => ++n; });\nexport default require_a();',
      true,
    ],
  ])('tells whether the module has state: %s', (_, source, hasState) => {
    expect(summaryOf(source).hasState).toBe(hasState);
  });

  test('is plain data', () => {
    const summary = summaryOf("export let a = {}; export * from './b.js'; export { c } from './d.js';");
    expect(JSON.parse(JSON.stringify(summary))).toStrictEqual(summary);
  });

  test('of a file with a syntax error is PHO1001', () => {
    expect(() => summaryOf('let a =')).toThrow(expect.objectContaining({ code: 'PHO1001' }));
  });
});
