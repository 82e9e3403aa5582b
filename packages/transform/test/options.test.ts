import { describe, expect, test } from 'vitest';
import { assertPolicy, CompileError, POLICIES, type TransformOptions } from '../src/index.js';
import { compile, refusals } from './support/compile.js';

describe('an unknown option', () => {
  const withOption = (option: string) => refusals('', { [option]: true } as Partial<TransformOptions>);

  test('is PHO1002', () => {
    expect(withOption('nonsense')).toEqual([
      expect.objectContaining({ code: 'PHO1002', severity: 'error', message: 'unknown option `nonsense`' }),
    ]);
  });

  test('gets a suggestion if there is a near one, whatever its case', () => {
    expect(withOption('polcy')[0]?.message).toContain('did you mean `policy`?');
    expect(withOption('Filname')[0]?.message).toContain('did you mean `filename`?');
    expect(withOption('sourcetype')[0]?.message).toContain('did you mean `sourceType`?');
  });

  test('gets a list of all', () => {
    for (const known of ['filename', 'policy', 'sourceType', 'imports', 'finished', 'runtime']) {
      expect(withOption('nonsense')[0]?.help).toContain(known);
    }
  });
});

describe('an unknown policy', () => {
  test('is PHO1003, with a suggestion and a list', () => {
    const [diagnostic] = refusals('', { policy: 'binding' as 'bindings' });
    expect(diagnostic).toMatchObject({ code: 'PHO1003', severity: 'error' });
    expect(diagnostic?.message).toBe('unknown policy `binding`; did you mean `bindings`?');
    for (const policy of POLICIES) expect(diagnostic?.help).toContain(policy);
  });

  test('gets no suggestion where none is near', () => {
    expect(refusals('', { policy: 'everything' as 'bindings' })[0]?.message).toBe(
      'unknown policy `everything`',
    );
  });

  test('in a file’s own comment is PHO1003, too', () => {
    expect(refusals('// @photon-module sharde\nlet a = 0;')[0]).toMatchObject({
      code: 'PHO1003',
      message: 'unknown policy `sharde`; did you mean `shared`?',
    });
  });

  test('in a file’s own comment tells the file and the place', () => {
    expect(refusals('let a = 0;\n// @photon-module sharde\n')[0]).toMatchObject({
      filename: 'input.js',
      location: { line: 2, column: 0 },
    });
  });

  test('is refused by assertPolicy', () => {
    expect(() => assertPolicy('none')).toThrow(CompileError);
    for (const policy of POLICIES) expect(() => assertPolicy(policy)).not.toThrow();
  });
});

describe('policy', () => {
  const source = 'let n = 0;\nexport const hit = () => ++n;';

  test('is `bindings` by default', () => {
    expect(compile(source).plan.policy).toBe('bindings');
    expect(compile(source).code).toBe(compile(source, { policy: 'bindings' }).code);
  });

  test('`shared` leaves everything alone', () => {
    const { code, map, plan } = compile(source, { policy: 'shared' });
    expect([code, map, plan.changed]).toEqual([source, null, false]);
  });

  test('can be pinned by the file', () => {
    const pinned = `/* @photon-module shared */\n${source}`;
    expect(compile(pinned).code).toBe(pinned);
    expect(compile(pinned).plan.policy).toBe('shared');
    const back = `// @photon-module bindings\n${source}`;
    expect(compile(back, { policy: 'shared' }).plan.changed).toBe(true);
  });
});

describe('sourceType', () => {
  const kindOf = (source: string, options: Partial<TransformOptions>) => compile(source, options).plan.kind;

  test.each([
    ['a.mjs', 'let a', 'module'],
    ['a.mts', 'let a', 'module'],
    ['a.cjs', 'let a', 'commonjs'],
    ['a.cts', 'let a', 'commonjs'],
    ['a.js', 'let a', 'commonjs'],
    ['a.js', 'import "b"', 'module'],
    ['a.js', 'export {}', 'module'],
    ['a.js', 'await 1', 'module'],
    ['a.js', 'import.meta.url', 'module'],
    ['a.js', 'return 1', 'commonjs'],
    ['a.ts', 'import type { A } from "b"', 'module'],
    ['a.js?version=1', 'export {}', 'module'],
    ['a.mjs#part', 'let a', 'module'],
  ] as const)('of %s with `%s` is found out: %s', (filename, source, kind) => {
    expect(kindOf(source, { filename })).toBe(kind);
  });

  test('can be given', () => {
    expect(kindOf('let a', { sourceType: 'module' })).toBe('module');
    expect(kindOf('let a', { filename: 'a.mjs', sourceType: 'commonjs' })).toBe('commonjs');
  });

  test('allows the syntax of its kind', () => {
    expect(refusals('with (a) {}', { filename: 'a.mjs' })[0]?.code).toBe('PHO1001');
    expect(refusals('with (a) {}', { filename: 'a.cjs' })).toEqual([]);
    expect(refusals('export {}', { filename: 'a.cjs' })[0]?.code).toBe('PHO1001');
  });
});

describe('runtime', () => {
  const source = 'let n = 0;\nfunction hit() { return ++n; }';

  test('is imported by modules and required by CommonJS', () => {
    const imported = compile(`${source}\nexport { hit };`).code;
    expect(imported).toContain('import { defineModule as $define } from "@photonize/runtime";');
    const required = compile(`${source}\nexports.hit = hit;`).code;
    expect(required).toContain('const { defineModule: $define } = require("@photonize/runtime");');
  });

  test('can be taken from the process', () => {
    const { code } = compile(source, { runtime: 'global' });
    expect(code).not.toMatch(/require\(|\bimport\b/);
    expect(code).toContain('globalThis[Symbol.for("@photonize/runtime")]');
  });
});
