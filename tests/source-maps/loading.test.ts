import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Shown, shown, stacksOf, stacksOfLoading } from './support/stacks.js';
import { originalCode, photonizedCode } from './support/variants.js';

const FOLDER = mkdtempSync(join(tmpdir(), 'photonize-loading-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const STATE = "let n = 0;\nfunction fail(x) { n++; throw new Error('failed ' + x); }\n";

/** Top-level code that throws. */
const PROGRAMS: readonly (readonly [name: string, code: string])[] = [
  ['a statement', 'for (const x of [1]) {\n  fail(n + x);\n}'],
  ['a throw statement', 'n = 1;\nif (n) throw new TypeError("direct");'],
  ['an initializer', 'let a = fail(n) + 1;'],
  ['one of several', 'let a = n, b = a + fail(n), c = 1;'],
  ['the initializer of a constant', 'const a = [1].map((x) => fail(x));'],
  ['a pattern', 'let { a, b = fail(n) } = { a: n };'],
  ['a branch', 'if (n) { n = 2; } else\n  fail(1);'],
  ['a labelled block', 'label: {\n  n++; fail(2); break label; }'],
  ['heritage', 'class A extends fail(n) {}'],
  ['a constructor', 'class A { constructor() { fail(n); } }\nlet a = new A();'],
  ['a field', 'class A { x = n + fail(n) + n; }\nnew A();'],
  ['a default value', 'let f = (a = n + fail(n)) => a;\nf();'],
  ['a reassigned function', 'let f = function () { fail(n); };\nf = [f][0];\nf();'],
];
const MODULES: typeof PROGRAMS = [
  ...PROGRAMS,
  ['an export', 'export let a = fail(n), b = 2;'],
  ['a default export', 'export default fail(n);'],
  ['an awaited initializer', 'await null;\nlet a = await fail(n);'],
  ['an initializer that has awaited', 'let a = await (async () => { await null; fail(n); })();'],
];

const CASES = [
  ...MODULES.map(([name, code]) => ({ name, code, extension: 'mjs' })),
  ...PROGRAMS.map(([name, code]) => ({ name, code, extension: 'cjs' })),
];

let originals: string[];
let photonized: string[];
beforeAll(async () => {
  const compiled = CASES.map(({ code, extension }, i) => compile(`${STATE}${code}`, `${i}.${extension}`));
  originals = await stacksOfLoading(await Promise.all(compiled.map(({ original }) => original)));
  photonized = await stacksOfLoading(await Promise.all(compiled.map(({ photonized }) => photonized)));
});

/** Writes both variants of a program, which is called `filename`. */
function compile(code: string, filename: string): Record<'original' | 'photonized', Promise<string>> {
  const write = async (name: string, text: string) => {
    const path = join(FOLDER, name);
    await writeFile(path, text);
    return path;
  };
  return {
    original: write(`original-${filename}`, originalCode(code, filename)),
    photonized: write(`photonized-${filename}`, photonizedCode(code, { filename })),
  };
}

describe.each(CASES.map((each, i) => ({ ...each, i })))(
  '$name, loading a .$extension file',
  ({ i, extension }) => {
    test('has the stack of the original', () => {
      const seen = (stack = '') => shown(stack, [`${i}.${extension}`]);
      const expected = seen(originals[i]);
      expect(expected.places.length).toBeGreaterThan(0);
      expect(withoutTopLevelName(seen(photonized[i]))).toEqual(withoutTopLevelName(expected));
    });
  },
);

/** Of a CommonJS module, engines call the top level `Object.<anonymous>`; a step of it has no name. */
function withoutTopLevelName({ names, ...others }: Shown): Shown {
  return { ...others, names: names.map((name) => name.replace(/^Object\.(?=<anonymous>$)/, '')) };
}

describe('an init that fails in a photon', () => {
  const source = [
    'let n = globalThis.fails ? broken() : 1;',
    'function broken() { throw new Error("failed"); }',
    'export function program() {',
    '  globalThis.fails = true;',
    '  for (let i = 0; i < 1; i++) n += i;',
    '  return n;',
    '}',
  ].join('\n');

  test('shows its code, and who was the first to need it', async () => {
    const path = await compile(source, 'init.mjs').photonized;
    const { program = '' } = await stacksOf(path, 'photon');
    expect(shown(program, ['init.mjs'])).toEqual({
      error: 'Error: failed',
      names: ['broken', '<anonymous>', 'program'],
      places: ['init.mjs:2:27', 'init.mjs:1:28', 'init.mjs:5:3'],
    });
    expect(program).toMatch(/at \$photon \(photonize:generated:1:1\)/);
  });
});
