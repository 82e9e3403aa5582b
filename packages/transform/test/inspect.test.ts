import { describe, expect, test } from 'vitest';
import { type InspectedState, inspect, perPolicy, type TransformOptions } from '../src/index.js';
import { instance, stateful } from './support/compile.js';

type Options = Partial<TransformOptions>;

function stateOf(source: string, options: Options = {}): readonly InspectedState[] {
  const given = perPolicy((policy) => ({ filename: 'input.js', bundled: true, policy, ...options }));
  return inspect(source, given).state;
}

/** `kind name: bindings/strict, what changes it`, one line for each state. */
function shown(source: string, options?: Options): string[] {
  return stateOf(source, options).map(({ kind, name, under, writers }) => {
    const fates = `${under.bindings.fate}/${under.strict.fate}`;
    const changes = writers.map(({ how, property, line }) =>
      `${how} ${property ?? ''}@${line}`.replace(' @', '@'),
    );
    return [`${kind} ${name}: ${fates}`, ...changes].join(', ');
  });
}

const commonjs: Options = { sourceType: 'commonjs' };
const module: Options = { sourceType: 'module' };

describe('inspect finds', () => {
  test.each<[string, string, string[], Options?]>([
    ['a `let`', 'let n = 0;\nexport const hit = () => ++n;', ['let n: isolated/isolated, assigns@2']],
    [
      'a `const` that is filled',
      'const m = new Map();\nexport const put = (k) => m.set(k, 1);',
      ['const m: shared/isolated, changes set@2'],
    ],
    ['a `const` that a call gives', 'const bus = make();\nbus.on();', ['const bus: shared/isolated'], module],
    ['no constants', 'const a = 1, b = () => a, c = { d: 1 };\nexport const f = () => c.d + b();', []],
    [
      'what top-level code alone changes, as what only may change',
      'const list = [];\nlist.push(1);\nexport const f = () => use(list);',
      ['const list: shared/isolated'],
    ],
    [
      'what a function of the file changes for another one',
      'const seen = {};\nconst note = (table, key) => { table[key] = 1; };\nexport const f = (key) => note(seen, key);',
      ['const seen: shared/isolated, changes@3'],
    ],
    [
      'an object whose methods change it',
      'const api = {\n  level: 0,\n  set(level) { this.level = level; },\n};\nexport { api };',
      ['const api: shared/isolated, changes@3'],
    ],
    [
      'an instance of a class whose methods change it',
      'class Store {\n  put(x) { this.list.push(x); }\n}\nexport const store = new Store();',
      ['const store: shared/isolated, changes@2'],
    ],
    [
      'an instance of a function whose prototype does',
      'function Store() {}\nStore.prototype.put = function (x) { this.x = x; };\nexport const store = new Store();',
      ['const store: shared/isolated, changes@2'],
    ],
    [
      'a default export',
      'class A { put(x) { this.x = x; } }\nexport default new A();',
      ['default default: shared/isolated, changes@1'],
    ],
    [
      'a static field',
      'export class A {\n  static n = 0;\n  static hit() { A.n++; }\n}',
      ['static A.n: isolated/isolated, changes n@3'],
    ],
    [
      'properties that functions assign',
      'exports.n = 0;\nexports.hit = () => { exports.n++; };',
      ['property exports.n: isolated/isolated, changes n@2'],
      commonjs,
    ],
    [
      'properties of exports that hold something which changes',
      'exports.list = [];\nexports.add = (x) => exports.list.push(x);',
      ['property exports.list: shared/isolated, changes list@2'],
      commonjs,
    ],
    [
      'imports that are changed',
      "import chalk from 'chalk';\nexport const f = () => { chalk.level = 3; };",
      ['import chalk: shared/shared, changes level@2'],
    ],
    [
      'no functions of exports',
      'exports.sort = (x) => x;\nexports.f = (x) => exports.sort(x);',
      [],
      commonjs,
    ],
    [
      'what replaces `module.exports`',
      'function A() {}\nA.prototype.put = function (x) { this.x = x; };\nmodule.exports = new A();',
      ['default default: shared/isolated, changes@2'],
      commonjs,
    ],
  ])('%s', (_, source, expected, options) => {
    expect(shown(source, options)).toEqual(expected);
  });

  test.each([stateful('default'), instance('./chalk.js')])(
    'imports of isolated exports: $isolated',
    (chalk) => {
      const source = "import chalk from 'chalk';\nexport const f = () => { chalk.level = 3; };";
      expect(shown(source, { imports: { chalk } })).toEqual([
        'import chalk: isolated/isolated, changes level@2',
      ]);
    },
  );
});

describe('inspect finds variables of functions that run once', () => {
  test.each<[string, string, string[], Options?]>([
    [
      'called in place',
      'const next = (() => {\n  let n = 0;\n  return () => ++n;\n})();\nexport { next };',
      ['const next: shared/isolated', 'closure n: shared/isolated, assigns@3'],
    ],
    [
      'a UMD factory',
      [
        '(function (root, factory) {',
        "  if (typeof exports === 'object') factory(exports);",
        "  else if (typeof define === 'function') define(['exports'], factory);",
        '  else factory((root.lib = {}));',
        '})(this, function (lib) {',
        '  var options = {};',
        '  lib.set = function (key, value) { options[key] = value; };',
        '});',
      ].join('\n'),
      ['closure options: shared/isolated, changes@7'],
      commonjs,
    ],
    [
      'called by name, and what calls it',
      'function make() {\n  let n = 0;\n  return () => n++;\n}\nfunction both() { return make(); }\nexports.next = both();',
      ['closure n: shared/isolated, assigns@3'],
      commonjs,
    ],
    [
      'in a block',
      '{\n  let n = 0;\n  exports.next = () => ++n;\n}',
      ['closure n: shared/isolated, assigns@3'],
      commonjs,
    ],
    [
      'for an isolated binding',
      'let api;\n(() => {\n  let n = 0;\n  api = { next: () => ++n };\n})();\nexport const next = () => api.next();',
      ['let api: isolated/isolated', 'closure n: isolated/isolated, assigns@4'],
    ],
    [
      'but not of those that run for each call',
      'export const f = () => {\n  let n = 0;\n  return () => ++n;\n};',
      [],
    ],
    [
      'but not what only they themselves change',
      'const table = (() => {\n  const made = {};\n  [1, 2].forEach((i) => { made[i] = [1]; });\n  return made;\n})();\nexport const f = () => table[1];',
      ['const table: shared/isolated'],
    ],
  ])('%s', (_, source, expected, options) => {
    expect(shown(source, options)).toEqual(expected);
  });
});

test('under policy `shared` all is shared', () => {
  const [state] = stateOf('let n = 0;\nexport const hit = () => ++n;');
  expect(state?.under.shared).toEqual({ fate: 'shared', reason: 'policy' });
});

test('refusals are told for each policy', () => {
  const given = perPolicy((policy) => ({ filename: 'input.js', bundled: true, policy }));
  const { policies } = inspect('var n = 0;\nexports.f = (code) => { n++; return eval(code); };', given);
  expect(policies.bindings.diagnostics.map(({ code }) => code)).toContain('PHO2001');
  expect(policies.strict).toMatchObject({ isInstance: true, diagnostics: [] });
});
