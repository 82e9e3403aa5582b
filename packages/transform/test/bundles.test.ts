import { type BuildOptions, build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { transform } from '../src/index.js';
import { compile, fates } from './support/compile.js';

const FILES: Record<string, string> = {
  'entry.js': [
    "import { hit } from './counter.js';",
    "import config from './config.cjs';",
    'export const limit = new Map([["max", 9]]);',
    'let calls = 0;',
    'export const handler = () => [++calls, hit(), config.next(), limit.get("max")];',
  ].join('\n'),
  'counter.js': 'let count = 0;\nexport function hit() { return ++count; }\nexport const table = {};',
  'config.cjs': 'var serial = 10;\nconst steps = [1];\nexports.next = () => (serial += steps[0]);',
  'fills.cjs': "const config = require('./config.cjs');\nObject.assign(config.table, { filled: true });",
  'webpacked.js':
    "import math from './umd.cjs';\nexport const table = new Map([[1, math]]);\nlet calls = 0;\nexport const hit = () => ++calls;",
  'umd.cjs': [
    '(function (modules) {',
    '  var cache = {};',
    '  function load(id) {',
    '    if (cache[id]) return cache[id].exports;',
    '    var module = (cache[id] = { exports: {}, id: id });',
    '    modules[id].call(module.exports, module, module.exports, load);',
    '    return module.exports;',
    '  }',
    '  module.exports = load(0);',
    '})([function (module, exports, load) { exports.two = 2; }]);',
  ].join('\n'),
  'lazy.js': "export const load = () => require('./counter.js').hit();",
};

/** A bundle as esbuild makes it of the files above. */
async function bundle(options: BuildOptions = {}): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ['entry.js'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
    plugins: [
      {
        name: 'files',
        setup(setup) {
          setup.onResolve({ filter: /.*/ }, ({ path }) => ({
            path: path.replace(/^\.\//, ''),
            namespace: 'files',
          }));
          setup.onLoad({ filter: /.*/, namespace: 'files' }, ({ path }) => ({
            contents: FILES[path] ?? '',
            loader: 'js',
          }));
        },
      },
    ],
    ...options,
  });
  return outputFiles?.[0]?.text ?? '';
}

describe('a finished bundle', () => {
  test('has lost its consts: a `var` that is never assigned again was one', async () => {
    const plan = fates(await bundle(), { finished: true });
    expect(plan.limit).toBe('shared: lostConst');
    expect(plan.steps).toBe('shared: lostConst');
    expect(plan.calls).toBe('isolated: reassigned');
    expect(plan.count).toBe('isolated: reassigned');
  });

  test('has lost them around a package that webpack has made, which keeps them', async () => {
    const plan = fates(await bundle({ entryPoints: ['webpacked.js'] }), { finished: true });
    expect(plan.table).toBe('shared: lostConst');
    expect(plan.calls).toBe('isolated: reassigned');
  });

  test('has nothing that might be read too early: reading a const throws then', () => {
    const source = 'start(); var x = 1; function start() { use(x); } export let f = () => x;';
    expect(fates(source).x).toBe('isolated: early');
    expect(fates(source.replace('let', 'var'), { finished: true }).x).toBe('shared: constant');
  });

  test('has variables that hold isolated state or a part of it, and are isolated with it', () => {
    const source = [
      'var options, before;',
      'options = { hook() {} };',
      'var api = options, hook = api.hook, count = () => options.n;',
      'api.hook = () => hook();',
      'export { api, count };',
    ].join('\n');
    const plan = fates(source, { finished: true });
    expect(plan.api).toBe('isolated: mutable');
    expect(plan.hook).toBe('isolated: mutable');
    expect(plan.count).toBe('shared: constant');
  });

  test('has constants that functions before them name', () => {
    const source = [
      'function define(base = Node) { return class extends base {}; }',
      'var Node = make(), Leaf = define();',
      'log.push(early);',
      'var early = make();',
      'var log = [];',
      'export { Node, Leaf };',
    ].join('\n');
    const plan = fates(source, { finished: true });
    expect(plan.Node).toBe('shared: lostConst');
    expect(plan.Leaf).toBe('shared: lostConst');
    expect(plan.early).toBe('isolated: early');
  });

  test("has esbuild's function that requires, which is no state", () => {
    const source = [
      'var __require = ((x) => typeof require !== "undefined" ? require : typeof Proxy !== "undefined" ?',
      '  new Proxy(x, { get: (a, b) => (typeof require !== "undefined" ? require : a)[b] }) : x)(function (x) {',
      '  if (typeof require !== "undefined") return require.apply(this, arguments);',
      '});',
      'let os = __require("os");',
    ];
    const plan = fates(source.join('\n'), { finished: true });
    expect(plan.__require).toBe('shared: bookkeeping');
  });

  test('tells Node what it exports, in code that never runs', () => {
    const annotation = '0 && (module.exports = {\n  count,\n  hit\n});';
    const source = `var count = 0;\nfunction hit() { return ++count; }\n${annotation}`;
    const { code } = compile(source, { finished: true, sourceType: 'commonjs' });
    expect(code).toContain(`\n${annotation}`);
  });

  test('has modules in CommonJS wrappers, whose bindings are module-level', async () => {
    const plan = fates(await bundle(), { finished: true });
    expect(plan.serial).toBe('isolated: reassigned');
  });

  test.each<[string, BuildOptions]>([
    ['as it is', {}],
    ['minified', { minify: true }],
    ['for CommonJS', { format: 'cjs' }],
    ['minified for CommonJS', { format: 'cjs', minify: true }],
    ['with its names kept', { keepNames: true }],
    ['for old engines', { target: 'es2015' }],
  ])('made by esbuild can be compiled: %s', async (_, options) => {
    const code = await bundle(options);
    const result = compile(code, { finished: true });
    const isolated = result.plan.bindings.filter(({ fate }) => fate === 'isolated');
    expect(isolated.length).toBeGreaterThanOrEqual(3);
    expect(result.code).not.toBe(code);
    // Two tables at least: the file's own, and that of the wrapped module.
    expect(result.code.match(/\?\?=/g)?.length).toBeGreaterThanOrEqual(2);
  });

  test('has modules that fill the state of others', async () => {
    const { code } = compile(await bundle({ entryPoints: ['fills.cjs'] }), { finished: true });
    expect(code).toMatch(/tally\(\(\$r\w*\) => \{ Object\.assign\(config\.table/);
  });

  test('is watched where only classes in it have state', () => {
    const source = [
      'var require_a = __commonJS({ "a.cjs"(exports) {',
      '  var Ledger = class { static count = 0; };',
      '  exports.book = () => ++Ledger.count;',
      '} });',
      'var first = require_a().book();',
      'var __commonJS = (cb, mod) => function __require() {',
      '  return mod || (0, cb[Object.keys(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;',
      '};',
    ];
    const { code } = compile(source.join('\n'), { finished: true });
    expect(code).toMatch(/var first = \$module\w*\(\)\.once\(/);
  });

  test('names wrapped modules as the bundler did', async () => {
    const { code } = compile(await bundle(), { finished: true });
    expect(code).toMatch(/\("input\.js › [^"]*config\.cjs"/);
  });

  test.each<[string, BuildOptions]>([
    ['as it is', {}],
    ['minified', { minify: true }],
    ['as one function', { format: 'iife', globalName: 'bundle' }],
    ['as one function, minified', { format: 'iife', globalName: 'bundle', minify: true }],
  ])('has lazy ES modules, whose variables stand outside of them: %s', async (_, options) => {
    const { code, plan } = compile(await bundle({ entryPoints: ['lazy.js'], ...options }), {
      finished: true,
    });
    const isolated = plan.bindings.filter(({ fate }) => fate === 'isolated');
    expect(isolated).toMatchObject([{ kind: 'var', reason: 'reassigned' }]);
    expect(code).toMatch(/\("input\.js › /);
  });
});

describe('the modules of other bundlers', () => {
  const MODULES: Record<string, string> = {
    'webpack 4': `(function (modules) {
        var installedModules = {};
        function load(id) {
          if (installedModules[id]) return installedModules[id].exports;
          var module = installedModules[id] = { i: id, l: false, exports: {} };
          modules[id].call(module.exports, module, module.exports, load);
          module.l = true;
          return module.exports;
        }
        return load(0);
      })([
        function (module, exports, load) { var other = load(1); module.exports = () => other.hit(); },
        function (module, exports) { var state = 0; exports.hit = () => ++state; },
      ]);`,
    browserify: `(function (modules, cache, entries) {
        function load(name) {
          if (!cache[name]) {
            var module = (cache[name] = { exports: {} });
            modules[name][0].call(module.exports, (x) => load(modules[name][1][x] || x), module, module.exports, modules);
          }
          return cache[name].exports;
        }
        for (var i = 0; i < entries.length; i++) load(entries[i]);
      })({
        1: [function (require, module, exports) { var other = require('./other'); exports.run = () => other.hit(); }, { './other': 2 }],
        2: [function (require, module, exports) { var state = 0; exports.hit = () => ++state; }, {}],
      }, {}, [1]);`,
    'a chunk of webpack': `exports.ids = [1], exports.modules = {
        1(module, exports, load) { var other = load(2); var state = 0; exports.hit = () => ++state; },
      };`,
    'a chunk of Rspack as a module': `export const __rspack_esm_ids__ = ["1"];
      export const __rspack_esm_modules__ = {
        1(module, exports, load) { var state = 0; load.d(exports, { hit: () => ++state }); },
      };`,
    Bun: `var __commonJS = (cb, mod) => () => (mod || cb((mod = { exports: {} }).exports, mod), mod.exports);
      var require_state = __commonJS((exports) => { let state = 0; exports.hit = () => ++state; });
      const other = require_state();
      export const run = () => other.hit();`,
    'Rollup 1': `function createCommonjsModule(fn, module) {
        return module = { exports: {} }, fn(module, module.exports), module.exports;
      }
      var other = createCommonjsModule(function (module, exports) { var state = 0; exports.hit = () => ++state; });
      const run = () => other.hit();
      export { run };`,
  };

  test.each(Object.entries(MODULES))('are found: %s', (_, source) => {
    const { bindings } = compile(source, { finished: true }).plan;
    const state = bindings.filter(({ fate }) => fate === 'isolated').map(({ name }) => name);
    expect(state).toEqual(['state']);
  });
});

describe('a `const` keeps its keyword', () => {
  test('in the modules of webpack, where a `var` is a variable', () => {
    const source = moduleTable('var cache = {}; const table = new Map(); module.exports = [cache, table];');
    expect(fates(source, { finished: true })).toMatchObject({
      cache: 'isolated: mutable',
      table: 'shared: const',
    });
  });

  test('in a bundle with a `let` or a `const` at the top of any module', async () => {
    const code = `const kept = 1; export { kept };\n${await bundle()}`;
    expect(fates(code, { finished: true }).limit).toBe('isolated: mutable');
  });
});

/** A bundle in webpack's manner, with one module. */
function moduleTable(body: string): string {
  return `(() => {
    var modules = { 1: (module, exports, load) => { ${body} } };
    var cache = {};
    function load(id) {
      var module = cache[id] = { exports: {} };
      modules[id](module, module.exports, load);
      return module.exports;
    }
    module.exports = load(1);
  })();`;
}

test('what looks like a wrapper in a source that is no bundle is a module, too', () => {
  const source = [
    'var __commonJS = (cb, mod) => function __require() {',
    '  return mod || (0, cb[Object.keys(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;',
    '};',
    'var require_a = __commonJS({ "a.js"(exports) { var n = 0; exports.hit = () => ++n; } });',
    'export default require_a();',
  ].join('\n');
  const { plan } = transform(source, { filename: 'node_modules/a/index.js' });
  expect(plan.bindings.find(({ name }) => name === 'n')).toMatchObject({ fate: 'isolated' });
});
