import { describe, expect, test } from 'vitest';
import { inspect, perPolicy, type TransformOptions } from '../src/index.js';

/** `kind what@line,line`, with a question mark where nothing can be carried along. */
function crossings(source: string, options: Partial<TransformOptions> = {}): string[] {
  const given = perPolicy((policy) => ({ filename: 'input.js', bundled: true, policy, ...options }));
  return inspect(source, given).crossings.map(
    ({ kind, what, isState, places }) =>
      `${kind} ${what}@${places.map(({ line }) => line)}${isState ? '' : '?'}`,
  );
}

const commonjs = { sourceType: 'commonjs' } as const;
const module = { sourceType: 'module' } as const;

describe('globals', () => {
  test.each<[string, string, string[], Partial<TransformOptions>?]>([
    ['an undeclared name', 'f = () => {\n count = 1; };', ['global f@1?', 'global count@2'], commonjs],
    ['what modules call their own', 'exports = module.exports = {};', [], commonjs],
    [
      'a property',
      'globalThis.cache = {}; delete global.other;',
      ['global globalThis.cache@1', 'global globalThis.other@1?'],
    ],
    ['a property that holds a function', 'globalThis.fetch = () => 1;', ['global globalThis.fetch@1?']],
    ['under a symbol', 'globalThis[Symbol.for("a")] ??= new Map();', ['global globalThis[…]@1']],
    [
      'by another name',
      'const root = typeof global === "object" ? global : self;\nexport const f = () => { root.n = 1; };',
      ['global globalThis.n@2'],
    ],
    [
      'that a function returns',
      'const root = () => globalThis;\nexport const f = () => { root().n = 1; };',
      ['global globalThis.n@2'],
    ],
    ['as a parameter', '(function (root) {\n root.n = []; })(globalThis);', ['global globalThis.n@2']],
    [
      'what is kept there',
      'const state = (globalThis.s ??= {});\nexport const f = () => { state.n = 1; };',
      ['global globalThis.s@1,2'],
    ],
    [
      'by a function that changes',
      'const define = Object.defineProperty.bind(Object);\ndefine(globalThis, "a", { value: {} });',
      ['global globalThis.a@2'],
    ],
    ['handed out', 'export class A { static root() { return globalThis; } }', ['handedOut globalThis@1']],
    [
      'exported later',
      'function root() { return globalThis; }\nexport { root };',
      ['handedOut globalThis@1'],
    ],
    [
      'assigned to the exports',
      'function root() { return globalThis; }\nexports.root = root;',
      ['handedOut globalThis@1'],
    ],
    [
      'in the exports',
      'const root = () => globalThis;\nmodule.exports = { root };',
      ['handedOut globalThis@1'],
    ],
    [
      'a variable of that name',
      'export const f = (globalThis, process) => { globalThis.n = 1; process.exit(); };',
      [],
    ],
    [
      'for hosts without CommonJS',
      '(function (root, lib) { if (typeof define === "function") root.lib = lib; else if (typeof exports === "object") exports.lib = lib; else root.lib = lib; })(globalThis, {});',
      [],
      commonjs,
    ],
    ['reads', 'export const f = () => globalThis.cache?.get(1) ?? Array.prototype.slice.call([]);', []],
  ])('%s', (_, source, expected, options = module) => {
    expect(crossings(source, options)).toEqual(expected);
  });
});

describe('what the language and Node provide', () => {
  test.each<[string, string, string[]]>([
    ['a prototype', 'Array.prototype.last = function () {};', ['builtin Array.prototype.last@1?']],
    [
      'a prototype, by an invocation',
      'export const f = (x) => { String.prototype[x] = x; };',
      ['builtin String.prototype[…]@1'],
    ],
    [
      'getters of a prototype',
      'export const f = (x) => { String.prototype.__defineGetter__(x, f); };',
      ['builtin String.prototype@1'],
    ],
    [
      'a static',
      'export const f = () => { Error.prepareStackTrace = f; };',
      ['builtin Error.prepareStackTrace@1'],
    ],
    ['by `Object.assign`', 'export const f = (x) => { Object.assign(Math, x); };', ['builtin Math[…]@1']],
    [
      'what is put back',
      'export const f = (g) => { const old = Error.prepareStackTrace; Error.prepareStackTrace = g; g(); Error.prepareStackTrace = old; };',
      ['builtin Error.prepareStackTrace@1,1?'],
    ],
    [
      'a module',
      'import fs from "node:fs";\nexport const f = (g) => { fs.readFile = g; };',
      ['module fs.readFile@2'],
    ],
    [
      'a class of a module',
      'import { Agent } from "http";\nexport const f = (g) => { Agent.prototype.x = g; };',
      ['module http.Agent.prototype.x@2'],
    ],
    [
      'a default agent',
      'import http from "http";\nexport const f = (n) => { http.globalAgent.maxSockets = n; };',
      ['module http.globalAgent.maxSockets@2'],
    ],
  ])('%s', (_, source, expected) => {
    expect(crossings(source, module)).toEqual(expected);
  });

  test('a module that is required', () => {
    const source = 'const Module = require("module");\nexports.f = (g) => { Module._load = g; };';
    expect(crossings(source, commonjs)).toEqual(['module module._load@2']);
  });
});

describe('the process', () => {
  test.each<[string, string, string[]]>([
    [
      'its environment',
      'export const f = (x) => { process.env.TZ = x; delete process.env[x]; };',
      ['env process.env.TZ@1', 'env process.env[…]@1'],
    ],
    [
      'its environment by another name',
      'const { env } = process;\nexport const f = (x) => { env.TZ = x; };',
      ['env process.env.TZ@2'],
    ],
    [
      'its directory',
      'import { chdir } from "process";\nexport const f = () => process.chdir("/");',
      ['process process.chdir@2'],
    ],
    ['its listeners', 'export const f = (x) => process.on("exit", x);', ['listener process.on@1']],
    ['listeners that its module adds', 'process.on("warning", () => {});', ['listener process.on@1?']],
    ['its end', 'export const f = () => process.exit();', ['exit process.exit@1?']],
    [
      'its own properties',
      'import process from "node:process";\nexport const f = () => { process.title = "f"; };',
      ['process process.title@2'],
    ],
    [
      'as a field of an object',
      'class Exit {\n #process;\n constructor(process) { this.#process = process; }\n load() { this.#process.on("a", f); }\n}\nnew Exit(process);',
      ['listener process.on@4'],
    ],
  ])('%s', (_, source, expected) => {
    expect(crossings(source, module)).toEqual(expected);
  });
});
