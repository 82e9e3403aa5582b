import { type BuildOptions, build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { transform } from '../src/index.js';
import { compile, fates, refusals } from './support/compile.js';

const FILES: Record<string, string> = {
  'entry.js': [
    "import { hit } from './counter.js';",
    "import config from './config.cjs';",
    'export const limit = new Map([["max", 9]]);',
    'let calls = 0;',
    'export const handler = () => [++calls, hit(), config.next(), limit.get("max")];',
  ].join('\n'),
  'counter.js': 'let count = 0;\nexport function hit() { return ++count; }\nexport const table = {};',
  'config.cjs': 'var serial = 10;\nexports.next = function () { return ++serial; };',
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
    expect(plan.calls).toBe('isolated: reassigned');
    expect(plan.count).toBe('isolated: reassigned');
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

  test('names wrapped modules as the bundler did', async () => {
    const { code } = compile(await bundle(), { finished: true });
    expect(code).toMatch(/\("input\.js › [^"]*config\.cjs"/);
  });

  test('with lazy ES modules is refused, with the place', async () => {
    const code = await bundle({ entryPoints: ['lazy.js'] });
    expect(code).toContain('__esm');
    const [diagnostic] = refusals(code, { finished: true });
    expect(diagnostic).toMatchObject({ code: 'PHO1005', message: expect.stringContaining('__esm') });
    expect(code.split('\n')[(diagnostic?.location?.line ?? 0) - 1]).toContain('__esm({');
  });

  test('with lazy ES modules is refused when it is minified, too', async () => {
    const [diagnostic] = refusals(await bundle({ entryPoints: ['lazy.js'], minify: true }), {
      finished: true,
    });
    expect(diagnostic?.code).toBe('PHO1005');
  });
});

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
