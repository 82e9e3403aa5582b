import { describe, expect, test, vi } from 'vitest';
import type { PhotonizeMetadata, PhotonizeOptions } from '../src/index.js';
import { BABELS } from './support/babel.js';
import { Project } from './support/project.js';

const COUNTER = 'let n = 0;\nexport const hit = () => ++n;\n';

describe.each(BABELS)('the plugin in Babel $major', (babel) => {
  const project = (files: Record<string, string>) => new Project(files, babel);

  describe('reports', () => {
    test('the plan and the warnings of each file', () => {
      const counter = project({ 'counter.js': `${COUNTER}// @photon once\nfunction f() {}\n` });
      const onModule = vi.fn<NonNullable<PhotonizeOptions['onModule']>>();
      const { result } = counter.compile('counter.js', { onModule });
      const { plan, diagnostics } = result.metadata.photonize as PhotonizeMetadata;
      expect(plan).toMatchObject({ filename: 'counter.js', changed: true });
      expect(diagnostics).toEqual([expect.objectContaining({ code: 'PHO3008' })]);
      expect(onModule.mock.calls).toEqual([[plan, diagnostics]]);
    });

    test('warnings on the console, if nobody else takes them', () => {
      const warn = vi.spyOn(console, 'warn').mockReturnValue();
      project({ 'counter.js': "import './missing.js';" }).compile('counter.js', { onModule: undefined });
      expect(warn.mock.calls).toEqual([[expect.stringMatching(/^counter\.js: warning PHO3101/)]]);
      warn.mockRestore();
    });
  });

  describe('refuses', () => {
    test.each<[string, PhotonizeOptions, string]>([
      ['unknown options', { handlers: [] } as PhotonizeOptions, 'PHO1002'],
      ['unknown policies', { policy: 'some' } as unknown as PhotonizeOptions, 'PHO1003'],
    ])('%s', (_, options, code) => {
      const error = project({ 'counter.js': COUNTER }).failure('counter.js', options);
      expect(error).toMatchObject({ message: expect.stringContaining(code) });
    });

    test('code without a file name', () => {
      const { filename, ...options } = project({}).options('counter.js');
      expect(() => babel.core.transformSync(COUNTER, options)).toThrow('PHO1201');
    });

    test('what the compiler refuses, and shows where', () => {
      const { message } = project({
        'bad.js': 'let n = 0;\nexport const f = (x) => [n++, eval(x)];',
      }).failure('bad.js');
      expect(message).toMatch(/bad\.js:2:31: error PHO2001/);
      expect(message).toContain('> 2 | export const f');
    });

    test.each([
      ['that it has not made', COUNTER],
      ['whose text it is not told', ''],
    ])('a tree %s', (_, code) => {
      const counter = project({});
      const { plugins, ...others } = counter.options('counter.js');
      const ast = babel.core.parseSync(COUNTER, others);
      if (ast === null) throw new Error('Babel ignores the file');
      expect(() => babel.core.transformFromAstSync(ast, code, { ...others, plugins })).toThrow('PHO1202');
    });
  });

  test('accepts a tree that Babel has parsed with it', () => {
    const options = project({}).options('counter.js');
    const ast = babel.core.parseSync(COUNTER, options);
    if (ast === null) throw new Error('Babel ignores the file');
    const result = babel.core.transformFromAstSync(ast, COUNTER, options);
    expect(result?.code).toBe(babel.core.transformSync(COUNTER, options)?.code);
  });

  test('leaves a tree alone that needs no change', () => {
    const { plugins, ...others } = project({}).options('constant.js');
    const ast = babel.core.parseSync('export const n = 1;', others);
    if (ast === null) throw new Error('Babel ignores the file');
    const result = babel.core.transformFromAstSync(ast, 'export const n = 1;', { ...others, plugins });
    expect(result?.code).toBe('export const n = 1;');
  });

  test('makes globals private that the program creates, if it is told to', () => {
    const hits = project({ 'hits.mjs': 'globalThis.hits = 0;\nexport const hit = () => ++globalThis.hits;' });
    expect(hits.compile('hits.mjs').code).toContain('++globalThis.hits');
    const { code } = hits.compile('hits.mjs', { globals: true });
    expect(code).toMatch(/import \{.*\bisolateGlobals\b.*\} from "@photonize\/runtime"/);
    expect(code).not.toContain('++globalThis.hits');
  });

  test('works where Babel is asked to answer later', async () => {
    const counter = project({ 'counter.js': COUNTER });
    const result = await babel.core.transformFileAsync(
      counter.file('counter.js'),
      counter.options('counter.js'),
    );
    expect(result?.code).toBe(counter.compile('counter.js').code);
  });

  test('shows linters what the author wrote', () => {
    const caller = { name: '@babel/eslint-parser' };
    const ast = babel.core.parseSync(COUNTER, { ...project({}).options('counter.js'), caller });
    expect(ast?.program.body.map(({ start, end }) => COUNTER.slice(start ?? 0, end ?? 0))).toEqual(
      COUNTER.trim().split('\n'),
    );
  });

  test.each([
    {},
    { comments: false },
    { minified: true },
    { comments: false, minified: true },
    { shouldPrintComment: () => false },
  ])('knows what it has photonized, printed with %o', (more) => {
    const counter = project({ 'counter.js': COUNTER });
    const { code } = counter.compile('counter.js', {}, more);
    counter.write('counter.js', code);
    expect(counter.failure('counter.js').message).toContain('PHO1004');
  });

  test('leaves comments to the options', () => {
    const counter = project({ 'counter.js': `// one\n/*! @license two */\n${COUNTER}` });
    const commentsWith = (more: object) =>
      counter
        .compile('counter.js', {}, more)
        .code.match(/one|two/g)
        ?.join(' ');
    expect(commentsWith({})).toBe('one two');
    expect(commentsWith({ comments: false })).toBe('two');
    expect(commentsWith({ comments: false, minified: true })).toBeUndefined();
    expect(commentsWith({ shouldPrintComment: (text: string) => text.includes('one') })).toBe('one');
  });

  describe('takes a file without `import` and `export`', () => {
    const usesRequire = /require\("@photonize\/runtime"\)/;
    const isolated = 'let n = 0;\nglobalThis.hit = () => ++n;\n';

    test.each([
      ['for a module, as Babel does', 'bare.js', isolated, {}, false],
      ['for CommonJS if Babel does', 'bare.js', isolated, { sourceType: 'commonjs' }, true],
      [
        'for CommonJS if Babel finds it is no module',
        'bare.js',
        isolated,
        { sourceType: 'unambiguous' },
        true,
      ],
      ['for CommonJS if its extension says so', 'bare.cjs', isolated, {}, true],
      ['for a module if its extension says so', 'bare.mjs', isolated, {}, false],
      ['for CommonJS if it uses `require`', 'bare.js', `require('node:fs');\n${isolated}`, {}, true],
      [
        'for a module if `require` is its own',
        'bare.js',
        `const require = (x) => x;\n${isolated}`,
        {},
        false,
      ],
    ] as const)('%s', (_, name, code, more, expected) => {
      // Babel 7 knows no `commonjs`.
      const sourceType = 'sourceType' in more ? more.sourceType : 'module';
      const known = babel.major === 7 && sourceType === 'commonjs' ? 'script' : sourceType;
      const compiled = project({ [name]: code }).compile(name, {}, { sourceType: known });
      expect(usesRequire.test(compiled.code), compiled.code).toBe(expected);
    });
  });
});
