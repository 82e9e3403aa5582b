import { describe, expect, test } from 'vitest';
import { REASONS } from '../src/index.js';
import { compile, fates, instance, stateful } from './support/compile.js';

const commonjs = { sourceType: 'commonjs' } as const;
const strict = { policy: 'strict', bundled: true, sourceType: 'module' } as const;

describe('the fate of', () => {
  test.each<[string, string, string, Parameters<typeof fates>[1]?]>([
    ['a `let` that is assigned', 'let x = 0; x++;', 'isolated: reassigned'],
    ['a `let` that holds an object', 'let x = {}; function f() { x.a = 1; }', 'isolated: mutable'],
    ['a `let` that a call gives', 'let x = f();', 'isolated: mutable'],
    ['a `let` that is never assigned', 'let x;', 'shared: unassigned'],
    ['a `let` with a literal', 'let x = "a";', 'shared: constant'],
    ['a `let` with a function', 'let x = () => {};', 'shared: constant'],
    ['a `let` with a regular expression', 'let x = /a/;', 'shared: constant'],
    ['a `let` with a regular expression that remembers', 'let x = /a/g; x.test(y);', 'isolated: mutable'],
    ['a `let` with a regular expression that is made', 'let x = new RegExp("a" + 1);', 'shared: constant'],
    ['a `let` with a regular expression that a call makes', 'let x = RegExp(`a`, "i");', 'shared: constant'],
    ['a `let` with a made one that remembers', 'let x = RegExp("a", "g"); x.test(y);', 'isolated: mutable'],
    ['a `let` with one of unknown flags', 'let x = new RegExp("a", f);', 'isolated: mutable'],
    ['a `let` with the result of a pure function', 'let x = Math.max(1, "a".length);', 'shared: constant'],
    ['a `let` with random numbers', 'let x = Math.random();', 'isolated: mutable'],
    ['a `let` with a text made of texts', 'let x = ["a", "b".repeat(2)].join("|");', 'shared: constant'],
    ['a `let` with a method of some object', 'let x = y.repeat(2);', 'isolated: mutable'],
    ['a `var` that requires', 'var x = require("a");', 'shared: constant', commonjs],
    ['a `var` declared twice', 'var x = 1; var x = 2;', 'isolated: reassigned'],
    ['a `const`', 'const x = {};', 'shared: const'],
    ['a function', 'function x() {}', 'shared: declaration'],
    ['a function that is assigned', 'function x() {} x = 1;', 'isolated: reassigned', commonjs],
    ['a function in a block', '{ function x() {} } x();', 'isolated: reassigned', commonjs],
    ['a function in a branch', 'if (y) function x() {} x;', 'isolated: reassigned', commonjs],
    ['a variable and a function in a block', 'var x; { function x() {} }', 'isolated: reassigned', commonjs],
    ['a class', 'class x {}', 'shared: declaration'],
    ['a class that is assigned', 'class x {} x = 1;', 'isolated: reassigned'],
    ['a default class that is assigned', 'export default class x {} x = 1;', 'isolated: reassigned'],
    [
      'a class that extends an isolated one',
      'let a = class { static n = 0; }; class x extends a {}',
      'isolated: heritage',
    ],
    [
      'a class that extends such a class',
      'class y extends f(a) {} class x extends y {} class a {} a = 1;',
      'isolated: heritage',
    ],
    ['a class that extends itself', 'class x extends x {}', 'shared: declaration'],
    ['an import', 'import x from "a";', 'shared: import'],
    [
      'an isolated import',
      'import { x } from "a"; x();',
      'shared: import',
      { imports: { a: stateful('x') } },
    ],
    ['a destructured `let`', 'let { x } = f();', 'isolated: mutable'],
    ['a copy of state', 'let a = {}; let x = a; x.a = 1;', 'isolated: mutable'],
    [
      'a copy of imported state',
      'import { n } from "a"; let x = n;',
      'isolated: mutable',
      { imports: { a: stateful('n') } },
    ],
    ['a loop variable that only its loop uses', 'for (var x = 0; x < 9; x++) f(x);', 'shared: local'],
    ['the key of a loop', 'for (var x in table) { f(x); }', 'shared: local'],
    ['the key of a loop in a block', '{ for (var x of xs) f(x); f(x); }', 'isolated: reassigned'],
    ['a helper of a minifier', 'var x, y = (x = f(), x.y); g(y);', 'shared: local'],
    ['a flag that outlives its statement', 'var x, y = (x || (x = 1, f()), z);', 'isolated: reassigned'],
    [
      'a variable that only some runs assign',
      'if (f()) { var x = 1; } else { g(x); }',
      'isolated: reassigned',
    ],
    ['a variable of a branch', 'if (f()) { var x = g(); h(x, x); }', 'shared: local'],
    ['a variable that only its export names', 'export var x = {};', 'isolated: mutable'],
    ['a loop variable that is used after', 'for (var x = 0; x < 9; x++) f(x); g(x);', 'isolated: reassigned'],
    [
      'a helper that replaces itself',
      'function x(o) { return x = typeof Symbol ? function (p) { return typeof p; } : function (p) { return 0; }, x(o); }',
      'shared: constant',
    ],
    [
      'a helper of TypeScript that replaces itself',
      'var x = (this && this.__x) || function () { x = Object.assign || function (t) { return t; }; return x.apply(this, arguments); };',
      'shared: constant',
      commonjs,
    ],
    [
      'a helper that binds a builtin function in its place',
      'function x(o) { return x = Object.getPrototypeOf ? Object.getPrototypeOf.bind() : function (p) { return p.__proto__; }, x(o); }',
      'shared: constant',
    ],
    [
      'a function that replaces itself by one that names state',
      'let n = 0; function x() { x = () => ++n; return x(); }',
      'isolated: reassigned',
    ],
    [
      'a function that replaces itself as state demands',
      'let n = 0; f(() => n++); function x() { x = n ? function () {} : function () {}; return x(); }',
      'isolated: reassigned',
    ],
    [
      'a function that remembers its first argument',
      'function x(o) { x = () => o; return x(o); }',
      'isolated: reassigned',
    ],
    [
      'a function that counts before it replaces itself',
      'function x() { f(); x = () => 1; return x(); }',
      'isolated: reassigned',
    ],
    [
      'a function that replaces itself, and that others compare',
      'function x() { x = () => 1; return x(); } export { x };',
      'isolated: reassigned',
    ],
    ['a builtin function without its receiver', 'let x = Function.call.bind([].slice);', 'isolated: mutable'],
    [
      'a builtin function whose receiver is its argument',
      'let x = Function.prototype.call.bind(Array.prototype.slice);',
      'shared: constant',
    ],
    ['a `let` declared shared', '/* @photon shared */ let x = {};', 'shared: directive'],
    ['a `let` declared private', '/* @photon private */ let x = 1;', 'isolated: directive'],
    ['an exported `let` declared shared', '// @photon shared\nexport let x = {};', 'shared: directive'],
    ['a binding declared with isolated ones', 'let [x, y] = f(); y++;', 'isolated: mutable'],
    ['the exports object', 'var x = {}; module.exports = x;', 'shared: exportsObject', commonjs],
    ['the exports object from the start', 'var x = module.exports = {};', 'shared: aliased', commonjs],
    ['a property of the exports object', 'var x = exports.x = {};', 'isolated: mutable', commonjs],
    [
      'a function that is exported',
      'var x = exports.x = exports.y = () => {};',
      'shared: constant',
      commonjs,
    ],
    [
      'a class that extends an isolated one',
      'let A = class { static n = 0 }; let x = class extends A {};',
      'isolated: mutable',
    ],
    ['a constant under policy `strict`', 'const x = new Map(); export { x };', 'isolated: mutable', strict],
    ['a constant of a strict module that is a primitive', 'const x = 2 ** 8;', 'shared: constant', strict],
    [
      'a table of a strict module that is only read',
      'const x = { a: 1 }; f(x.a);',
      'shared: readOnly',
      strict,
    ],
    ['a function of a strict module', 'const x = () => y; let y = {};', 'shared: constant', strict],
    ['a constant made of another', 'const y = {}; const x = y.z;', 'isolated: mutable', strict],
    ['a constant pattern of a strict module', 'const { x, y } = f(); f(x);', 'isolated: mutable', strict],
    [
      'a constant pattern that takes apart what is the same',
      'const { x } = Math;',
      'shared: constant',
      strict,
    ],
    ['a constant pattern with code in it', 'const { x = f() } = Math;', 'isolated: mutable', strict],
    [
      'a class that changes its prototype',
      'class x { static y(z) { Object.assign(x.prototype, z); } }',
      'isolated: changed',
      strict,
    ],
    [
      'a class that changes its static field',
      'class x { static y = 0; z() { x.y++; } }',
      'shared: declaration',
      strict,
    ],
    [
      'a function whose prototype has another name',
      'const x = function () {}; const y = x.prototype;',
      'isolated: changed',
      strict,
    ],
    [
      'a function that is given state',
      'const x = () => {}; Object.assign(x, { all: [] });',
      'isolated: changed',
      strict,
    ],
    [
      'a function whose properties functions assign',
      'const x = () => {}; f(() => x.n++);',
      'isolated: changed',
      strict,
    ],
    [
      'a class that functions add methods to',
      'class x {} export const f = (k, v) => { x.prototype[k] = v; };',
      'isolated: changed',
      strict,
    ],
    [
      'a class as it was written for old engines',
      'var x = function () {}; x.prototype.f = function () {}; x.of = () => new x();',
      'shared: constant',
      strict,
    ],
    [
      'an exported function with properties',
      'const x = () => {}; x.version = 1; export default x;',
      'isolated: changed',
      strict,
    ],
    [
      'a function whose prototype is only looked at',
      'const x = function () {}; f(Object.create(x.prototype));',
      'shared: constant',
      strict,
    ],
    [
      'a declared function whose prototype is given state',
      'const s = {}; Object.assign(x.prototype, s); function x() {}',
      'isolated: changed',
      strict,
    ],
    ['a resource of a strict module', 'using x = f();', 'shared: const', strict],
    [
      'a constant of a strict module that is declared shared',
      '/* @photon shared */ const x = {};',
      'shared: directive',
      strict,
    ],
    ['what a strict module requires', "const x = require('./m');", 'isolated: mutable', strict],
    ['what a strict module requires of Node', "const x = require('fs');", 'shared: constant', strict],
    [
      'a class of a strict module that extends an imported one',
      "import { A } from './a.cjs'; class x extends A {}",
      'isolated: heritage',
      { ...strict, imports: { './a.cjs': instance('./a.cjs') } },
    ],
    [
      'a variable of a strict CommonJS module',
      'var x = 1;',
      'isolated: instance',
      { ...strict, ...commonjs },
    ],
    ['a `let` of a module that is shared', 'let x = {};', 'shared: policy', { policy: 'shared' }],
    [
      'a `var` of a finished bundle',
      'var x = new Map(); var f = () => x; export { f };',
      'shared: lostConst',
      { finished: true },
    ],
    [
      'a `var` of a finished bundle that is assigned',
      'var x = new Map(); x = 1; export { x };',
      'isolated: reassigned',
      { finished: true },
    ],
    [
      'a `var` of a finished file of ECMAScript 5',
      'var x = new Map(); export { x };',
      'isolated: mutable',
      { finished: true },
    ],
    [
      'a `var` of a finished file that is no bundle',
      'var x = new Map(); const y = x.set(1);',
      'isolated: mutable',
      { finished: true },
    ],
    [
      'a `let` of a finished bundle',
      'let x = new Map(); const f = () => x.set(1);',
      'isolated: mutable',
      { finished: true },
    ],
  ])('%s', (_, source, expected, options = {}) => {
    expect(fates(source, options).x).toBe(expected);
  });

  test.each([
    ['that top-level code reads before', 'f(x); var x = 1;', 'isolated: early'],
    ['that is only exported before', 'export { x }; var x = 1;', 'shared: constant'],
    ['that a static field reads before', 'class A { static n = x; } var x = 1;', 'isolated: early'],
    ['that a function reads', 'function f() { return x; } var x = 1; f();', 'shared: constant'],
    [
      'that a function reads which runs before',
      'f(); var x = 1; function f() { return x; }',
      'isolated: early',
    ],
    [
      'that a function reads which another one calls before',
      'const f = () => g(); f(); var x = 1; function g() { return x; }',
      'isolated: early',
    ],
    [
      'that a method reads which may run before',
      'new A(); var x = 1; class A { f() { x; } }',
      'isolated: early',
    ],
    [
      'that an accessor may read before',
      'const o = { get n() { return x; } }; o.n; var x = 1;',
      'isolated: early',
    ],
    ['that a callback may read before', 'on(() => x); var x = 1;', 'isolated: early'],
    [
      'that a function reads which code that runs before may call',
      'const list = [f]; list.forEach((g) => g()); var x = 1; function f() { return x; }',
      'isolated: early',
    ],
    [
      'that a function reads which is only named before',
      'const list = [f]; A.prototype.f = f; var x = 1; list[0](); function f() { x; } function A() {}',
      'shared: constant',
    ],
    [
      'that a function reads which bundlers give its name',
      'var define = Object.defineProperty; var named = (f, n) => define(f, "name", { value: n }); named(f, "f"); const all = { f: named(f, "g") }; var x = 1; function f() { x; }',
      'shared: constant',
    ],
  ])('a `var` %s', (_, source, expected) => {
    expect(fates(source).x).toBe(expected);
  });

  test('a `var` that a function reads which importers may call', () => {
    const reads = 'exports.f = f; g(); var x = 1; function f() { return x; }';
    expect(fates(reads, commonjs).x).toBe('shared: constant');
    expect(fates(`${reads} exports.f();`, commonjs).x).toBe('isolated: early');
  });

  test.each([
    ['{ a: 1, b: [2] }', 'f(x.a, x.b.length, x.b[0], x[key].a)'],
    ['{ a: 1 }', 'key in x ? Object.keys(x) : x?.a'],
    ['{ a: 1 }', 'for (const key in x) f(key)'],
    ['[1, 2]', 'for (const each of x) f(each, ...x, [...x])'],
    ['[1, 2]', 'if (x && !x.includes(y)) f(typeof x, x === y)'],
    ['[{ a: 1 }]', 'for (const each of x) f(each.a)'],
    ['[1, 2]', 'f(x.map((each, i) => each + i))'],
    ['{ a: 1 }', 'const { a, ...others } = x; f(a, others)'],
    ['{ a: 1 }', 'Object.prototype.hasOwnProperty.call(x, "a")'],
    ['{ a(n) { return n; }, b: () => this }', 'f(x.a(1), x.b(2))'],
    ['new Set("a b".split(" "))', 'f(x.has(y), x.size)'],
    ['new Map([["a", "b"]])', 'f(x.get(y) || y)'],
    ['new Map([["a", { b: 1 }]])', 'f(x.get(y).b)'],
    ['/a/g', 'f(y.replace(x, ""), y.split(x))'],
    ['[1]', 'const g = (list) => list[0]; g(x)'],
    ['[1]', 'function g(list, i) { return i ? g(list, i - 1) : list[i]; } g(x, 1)'],
    ['{ a: 1 }', 'const table = x; f(table[key])'],
  ])('a `let` with the literal %s that is only read: %s', (literal, code) => {
    expect(fates(`let x = ${literal}; function use(y, key) { ${code}; }`).x).toBe('shared: readOnly');
  });

  test.each([
    ['new Float64Array(9); for (let i = 0; i < x.length; i++) x[i] = Math.sqrt(i)', 'x[y]'],
    ['new Uint8Array(50 << 20).fill(7)', 'f(x[y], x.at(y))'],
    ['Array.from({ length: 9 }, (_, i) => ({ id: i, name: `item ${i}` }))', 'f(x[y].name)'],
    ['["a", "b"].map((name, i) => ({ name, i }))', 'f(x[y].name)'],
    ['new Map(); for (const word of ["a", "b"]) x.set(word, x.size)', 'x.get(y)'],
    ['new Map(["a"].map((key, i) => [key, { i }]))', 'f(x.get(y).i)'],
    ['new Set(); for (let i = 0; i < 9; i++) if (i % 2) x.add(i)', 'x.has(y)'],
    ['Object.fromEntries(["a"].map((key, i) => [key, i]))', 'x[y]'],
    ['{}; x.a = 1; x["b"] = "b"', 'x[y]'],
    ['[]; for (let i = 0; i < 9; i++) x.push([i]); x.reverse()', 'f(x[y][0])'],
    ['new Map(); ["a"].forEach((word, i) => x.set(word, i))', 'x.get(y)'],
    ['Object.freeze([1, 2])', 'f(x.includes(y))'],
    [
      'load(); function load() { const rows = []; for (let i = 0; i < 9; i++) rows.push({ i }); return rows; }',
      'f(x[y].i)',
    ],
    [
      '(() => { const sums = [0]; for (let i = 1; i < 9; i++) sums[i] = sums[i - 1] + i; return sums; })()',
      'x[y]',
    ],
  ])('a `let` that top-level code fills: %s', (building, code) => {
    expect(fates(`let x = ${building}; function use(y) { return ${code}; }`).x).toBe('shared: readOnly');
  });

  test.each([
    ['functions change it', 'new Float64Array(9); x[0] = 1', 'x[y]++'],
    ['methods are in it', '{ a() { return 1; } }; x.b = 2', 'x.a() + x.b'],
    ['its parts are in lists', 'Object.fromEntries(["a"].map((key) => [...key]))', 'x[y]'],
    ['its memory is known', 'new Float64Array(9); x[0] = 1', 'new Uint8Array(x.buffer)'],
    ['it is made of memory', 'new Uint8Array(memory)', 'x[y]'],
    ['its parts escape', '[]; for (let i = 0; i < 9; i++) x.push({ i })', 'x[y]'],
    ['its parts escape from callbacks', 'Array.from({ length: 9 }, () => ({}))', 'x[y]'],
    ['state is in it', '[]; for (let i = 0; i < 9; i++) x.push(count++)', 'x[y]'],
    ['variables of functions are in it', '[]; for (let i = 0; i < 9; i++) x.push(() => i++)', 'x[y]()'],
    ['each process has others', 'Array.from({ length: 9 }, () => Math.random())', 'x[y]'],
    ['code is called that may do more', '[]; for (const name of ["a"]) x.push(f(name))', 'x[y]'],
    ['it is read before it is full', '[]; count = x.length; x.push(1)', 'x[y]'],
    ['it may be read before it is full', '[]; f(use); x.push(1)', 'x[y]'],
    ['parts that are put in are kept', '[]; kept = (x[0] = {})', 'x[y].a'],
    ['a function that fills it may run again', '[]; function add(y) { x.push(y); } add(1)', 'x[y]'],
    [
      'parts that its function adds escape',
      '(() => { const made = {}; ["a"].forEach((key) => { made[key] = {}; }); return made; })()',
      'x[y]',
    ],
    [
      'its function adds parts under another name',
      '(() => { const made = {}; const same = made; same.a = {}; return made; })()',
      'x[y].b++',
    ],
    [
      'its function may return something else',
      '(() => { const made = {}; if (kept) return kept; return made; })()',
      'x[y]',
    ],
    [
      'what a function makes is known elsewhere',
      '(() => { const list = []; kept = list; return list; })()',
      'x[y]',
    ],
  ])('a `let` that is filled, but %s', (_, building, code) => {
    const source = `let count = 0, kept; let x = ${building}; function use(y) { return ${code}; }`;
    expect(fates(source).x).toBe('isolated: mutable');
  });

  test.each([
    ['{ a: 1 }', 'x.a = 1'],
    ['{ a: 1 }', 'x[key]++'],
    ['{ a: 1 }', 'delete x.a'],
    ['{ a: 1 }', '[x.a] = y'],
    ['{ a: 1 }', 'for (x.a of y);'],
    ['{ a: 1 }', 'f(x)'],
    ['{ a: 1 }', 'return x'],
    ['{ a: 1 }', 'y.a = x'],
    ['{ a: 1 }', 'f(() => x)'],
    ['{ a: 1 }', 'Object.assign(x, y)'],
    ['{ a: 1 }', 'eval("x.a = 1")'],
    ['{ a: 1 }', 'f(y ? x : null)'],
    ['{ a: [1] }', 'f(x.a)'],
    ['{ a: [1] }', 'f({ ...x })'],
    ['{ a: [1] }', 'const { a } = x; f(a)'],
    ['{ a() { return this; } }', 'x.a()'],
    ['{ a: () => z }', 'x.a()'],
    ['{ a: f }', 'x.a()'],
    ['{ a: 1 }', 'x[key](y)'],
    ['{ a: 1 }', 'x.__defineSetter__(key, y)'],
    ['{ get a() { return this; } }', 'f(x.a)'],
    ['{ ...y }', 'f(x.a)'],
    ['{ __proto__: z }', 'f(x.a)'],
    ['[{}]', 'f(x[0])'],
    ['[1]', 'x.push(1)'],
    ['[1]', 'x.forEach((each, i, all) => all.pop())'],
    ['[1]', 'x.forEach(f)'],
    ['[1]', 'x.length = 0'],
    ['new Set([1])', 'x.add(1)'],
    ['new Set([[1]])', 'for (const each of x) f(each)'],
    ['new Map([["a", []]])', 'f(x.get("a"))'],
    ['/a/g', 'x.test(y)'],
    ['/a/y', 'y.replace(x, "")'],
    ['[1]', 'const g = (list) => list; g(x)'],
    ['[1]', 'function g(list) { return arguments[0]; } g(x)'],
    ['[1]', 'let list = x; list = y'],
  ])('a `let` with the literal %s that is not: %s', (literal, code) => {
    const fate = fates(
      `let x = ${literal}; let z = {}; z.a = 1; function use(y, key) { ${code}; }`,
      commonjs,
    ).x;
    expect(fate).toBe('isolated: mutable');
  });

  test('a `let` that others can import', () => {
    expect(fates('export let x = { a: 1 };').x).toBe('isolated: mutable');
    expect(fates('let x = { a: 1 }; export { x };').x).toBe('isolated: mutable');
  });

  test('static fields', () => {
    const source = `class A {
      static n = 0; m = 0; static f() { A.#assigned++; [this.#target!] = []; return #tested in A; }
      static readonly limit = 9;
      static #constant = 1; static #mutable = {}; static #assigned = 1; static #target = 1; static #tested = () => 1;
      /* @photon shared */ static shared = {};
      /* @photon private */ static readonly own = {};
      static accessor auto = 1; static ['computed'] = 1; static [key()] = 1;
    }
    // @photon shared
    export class B { static n = 0; }`;
    expect(fates(source, { filename: 'a.ts' })).toEqual({
      A: 'shared: declaration',
      B: 'shared: directive',
      'A.n': 'isolated: static',
      'A.limit': 'shared: readonly',
      'A.#constant': 'shared: constant',
      'A.#mutable': 'isolated: static',
      'A.#assigned': 'isolated: static',
      'A.#target': 'isolated: static',
      'A.#tested': 'shared: constant',
      'A.shared': 'shared: directive',
      'A.own': 'isolated: directive',
      'A.auto': 'isolated: static',
      'A.computed': 'isolated: static',
      'A.[computed]': 'isolated: static',
      'B.n': 'shared: directive',
    });
  });
});

describe('a plan', () => {
  const source = [
    "import { count } from './state.js';",
    'let total = 0;',
    'const table = {};',
    'export class Page {',
    '  static seen = 0;',
    '}',
    'export const add = (n) => { total += n + count; };',
  ].join('\n');
  const { plan } = compile(source, { imports: { './state.js': stateful('count') } });

  test('is plain data', () => {
    expect(JSON.parse(JSON.stringify(plan))).toStrictEqual(plan);
  });

  test('tells the file, its kind, its policy and whether it was changed', () => {
    expect(plan).toMatchObject({ filename: 'input.js', kind: 'module', policy: 'bindings', changed: true });
  });

  test('tells where each binding and static field is declared', () => {
    const places = plan.bindings.map(({ name, kind, line, column }) => `${kind} ${name} ${line}:${column}`);
    expect(places.sort()).toEqual([
      'class Page 4:13',
      'const add 7:13',
      'const table 3:6',
      'import count 1:9',
      'let total 2:4',
      'static Page.seen 5:2',
    ]);
  });

  test('tells which isolated exports of others it uses', () => {
    expect(plan.uses).toEqual(['./state.js#count']);
  });

  test('has a sentence for each reason', () => {
    for (const { reason } of plan.bindings) expect(REASONS[reason]).toMatch(/^[a-z@].* /);
  });
});

describe('a module without state', () => {
  test.each([
    ['nothing', ''],
    [
      'constants and functions',
      'const a = new Map();\nexport function f(x) {\n  let n = 0;\n  return n + x;\n}\n',
    ],
    ['a `let` that never changes', 'let a = 1;\nexport const f = () => a;'],
    ['a class', 'export class A {\n  #n = 0;\n  hit() { return ++this.#n; }\n}'],
    ['calls at top level', "import { app } from './app.js';\napp.get('/', () => {});"],
    ['a hashbang', '#!/usr/bin/env node\nconsole.log(1);'],
    [
      'old-fashioned code',
      "'use strict';\nvar fs = require('fs');\nmodule.exports = function () { return fs; };",
    ],
    ['syntax that a printer would change', 'export  const   a=1 ;;;\r\n\t// end'],
  ])('stays as it is, to the letter: %s', (_, source) => {
    const result = compile(source);
    expect(result.code).toBe(source);
    expect(result.map).toBeNull();
    expect(result.plan.changed).toBe(false);
    expect(result.diagnostics).toEqual([]);
  });
});

test('the transform is pure: the same input gives the same result', () => {
  const source = 'let n = 0;\nexport const hit = () => ++n;';
  const imports = Object.freeze({});
  expect(compile(source, { imports })).toEqual(compile(source, { imports }));
});

test.each([
  'function typeOf(o) { return typeOf = "function" == typeof Symbol ? function (o) { return 1; } : function (o) { return 2; }, typeOf(o); } export { typeOf };',
  'var extend = function (a, b) { extend = Object.setPrototypeOf || ({} instanceof Array && function () {}) || function () {}; extend(a, b); };',
  'function assign() { return assign = Object.assign ? Object.assign.bind() : function () {}, assign(); } export { assign };',
])('a helper that replaces itself by functions without variables holds no state: %s', (source) => {
  expect(compile(source).code).toMatch(/ plain: \["\w+"\]/);
});

test('a helper that replaces itself by a closure may hold state', () => {
  const source =
    'function next() { let n = 0; next = n ? function () { return ++n; } : function () { return 0; }; }';
  expect(compile(source).code).not.toMatch(/ plain: /);
});

test('assigning an isolated constant throws as ever: so does assigning that of root', () => {
  const source = 'const x = {}; export function f() { x = 1; [x] = [2]; x++; return x; }';
  expect(compile(source, strict).code).toMatch(/\{ x = 1; \[x\] = \[2\]; x\+\+; return \$photon\(\)\.x; \}/);
});
