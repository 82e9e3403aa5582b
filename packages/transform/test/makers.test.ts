import { describe, expect, test } from 'vitest';
import { inspect, perPolicy, type TransformOptions } from '../src/index.js';

function inspected(source: string, options: Partial<TransformOptions> = {}) {
  return inspect(
    source,
    perPolicy((policy) => ({ filename: 'input.js', bundled: true, policy, ...options })),
  );
}

const commonjs = { sourceType: 'commonjs' } as const;

describe('makers of what changes', () => {
  test.each<[string, string, string[], Partial<TransformOptions>?]>([
    [
      'a function with a closure',
      'export function make() {\n  let n = 0;\n  return () => ++n;\n}',
      ['make@3'],
    ],
    [
      'a function with a parameter',
      'export default (all = new Map()) => ({\n  on(f) { all.set(f); },\n});',
      ['default@2'],
    ],
    [
      'a class',
      'export class Store {\n  put(x) { this.x = x; }\n  get() { return this.x; }\n}',
      ['Store.put@2'],
    ],
    [
      'methods that call those which change',
      'export class Store {\n  put(x) { this.x = x; }\n  add(x) { this.put(x); }\n}',
      ['Store.put,add@2'],
    ],
    [
      'inherited methods',
      'class Base {\n  put(x) { this.x = x; }\n}\nexport class Store extends Base {}',
      ['Store.put@2'],
    ],
    [
      'a function that returns an instance',
      'class Store {\n  put(x) { this.x = x; }\n}\nexport const make = (x) => (x ? new Store(x) : undefined);',
      ['make.put@2'],
    ],
    [
      'a constructor with a prototype',
      'function Store() {}\nvar proto = Store.prototype;\nproto.put = function (x) { this.x = x; };\nmodule.exports = Store;',
      ['default@3'],
      commonjs,
    ],
    [
      'properties of exports',
      'exports.make = function () { var n = 0; return () => n++; };',
      ['make@1'],
      commonjs,
    ],
    [
      'an object of exports',
      'const make = () => { let n = 0; return () => n++; };\nmodule.exports = { make };',
      ['make@1'],
      commonjs,
    ],
    [
      'nothing that does not change',
      'export class Point {\n  constructor(x) { this.x = x; }\n  get() { return this.x; }\n}',
      [],
    ],
    [
      'nothing that is gone when it returns',
      'export const f = (xs) => { let n = 0; xs.forEach(() => n++); return n; };',
      [],
    ],
  ])('%s', (_, source, expected, options) => {
    const found = inspected(source, options).makers.map(
      ({ exported, methods, writers }) =>
        `${[exported, methods].filter(Boolean).join('.')}@${writers.map(({ line }) => line)}`,
    );
    expect(found).toEqual(expected);
  });
});

describe('what has made a constant', () => {
  test.each<[string, string, object | undefined]>([
    [
      'a default export',
      "import mitt from 'mitt';\nconst bus = mitt();\nexport const f = () => bus.on();",
      { specifier: 'mitt', exported: 'default', used: ['on'] },
    ],
    [
      'a class',
      "import { Logger as L } from 'log';\nconst logger = new L();\nexport const f = () => logger.log(logger.level);",
      { specifier: 'log', exported: 'Logger', used: ['log'] },
    ],
    [
      'a method of a namespace',
      "import * as winston from 'winston';\nconst log = winston.create().start();\nexport const f = () => log();",
      { specifier: 'winston', exported: 'create', used: [''] },
    ],
    [
      'for importers',
      "import { make } from 'make';\nexport const bus = make();",
      { specifier: 'make', exported: 'make', used: ['*'] },
    ],
    ['only for itself', "import { make } from 'make';\nconst bus = make();\nbus.start();", undefined],
  ])('%s', (_, source, expected) => {
    expect(
      inspected(source, { sourceType: 'module' }).state.find(({ kind }) => kind === 'const')?.madeBy,
    ).toEqual(expected);
  });
});
