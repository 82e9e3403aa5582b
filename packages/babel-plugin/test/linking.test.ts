import { describe, expect, test } from 'vitest';
import type { PhotonizeOptions } from '../src/index.js';
import { type Compiled, Project } from './support/project.js';

const STATE = 'export let n = 0;\nexport const hit = () => ++n;\n';

/** A file that reads the state of another one. */
const reads = (specifier: string) => `import { n } from '${specifier}';\nexport const handler = () => n;\n`;

/** Whether a file that reads `n` of another one finds the photon's. */
function isLinked({ code }: Compiled): boolean {
  return /import \{ \$photon\$n as (\$\w+) \}.*handler = \(\) => \1\(\)\.n;/s.test(code);
}

const codesOf = ({ diagnostics }: Compiled) => diagnostics.map(({ code }) => code);

describe('a file is linked to', () => {
  test.each<[string, string, Record<string, string>]>([
    ['a path', './state.js', { 'src/state.js': STATE }],
    ['a path without extension', './state', { 'src/state.js': STATE }],
    ['a folder', './state', { 'src/state/index.js': STATE }],
    ['a path with a query', './state.js?version=1', { 'src/state.js': STATE }],
    ['a module that is always one', './state.mjs', { 'src/state.mjs': STATE }],
    ['a TypeScript file', './state.ts', { 'src/state.ts': STATE }],
    ['a TypeScript file, named as its output', './state.js', { 'src/state.ts': STATE }],
    [
      'a TypeScript file, named as its output, that is always a module',
      './state.mjs',
      { 'src/state.mts': STATE },
    ],
    [
      'an import in package.json',
      '#state',
      { 'src/state.js': STATE, 'package.json': '{ "imports": { "#state": "./src/state.js" } }' },
    ],
    [
      'the package itself',
      'app/state',
      {
        'src/state.js': STATE,
        'package.json': '{ "name": "app", "exports": { "./state": "./src/state.js" } }',
      },
    ],
    [
      'what another file passes on',
      './barrel.js',
      { 'src/state.js': STATE, 'src/barrel.js': "export * from './state.js';" },
    ],
  ])('%s', (_, specifier, files) => {
    const project = new Project({ 'src/handler.js': reads(specifier), ...files });
    const compiled = project.compile('src/handler.js');
    expect(isLinked(compiled), compiled.code).toBe(true);
    expect(codesOf(compiled)).toEqual([]);
  });

  test('an alias in tsconfig.json', () => {
    const project = new Project({
      'src/handler.ts': reads('~/state'),
      'src/state.ts': STATE,
      'tsconfig.json': '{ "compilerOptions": { "paths": { "~/*": ["./src/*"] } } }',
    });
    expect(isLinked(project.compile('src/handler.ts'))).toBe(true);
  });

  test('what the option `resolve` names', () => {
    const project = new Project({ 'handler.js': reads('virtual:state'), 'state.js': STATE });
    const resolve = (specifier: string, importer: string) => {
      expect(importer).toBe(project.file('handler.js'));
      return specifier === 'virtual:state' ? project.file('state.js') : undefined;
    };
    expect(isLinked(project.compile('handler.js', { resolve }))).toBe(true);
  });

  test('the file that a condition chooses', () => {
    const project = new Project({
      'handler.js': reads('#state'),
      'state.js': STATE,
      'constant.js': 'export const n = 0;',
      'package.json': '{ "imports": { "#state": { "worker": "./state.js", "default": "./constant.js" } } }',
    });
    expect(isLinked(project.compile('handler.js'))).toBe(false);
    expect(isLinked(project.compile('handler.js', { conditions: ['worker'] }))).toBe(true);
  });
});

describe('packages', () => {
  const files = {
    'handler.js': reads('counter'),
    'node_modules/counter/package.json': '{ "name": "counter", "exports": "./index.js" }',
    'node_modules/counter/index.js': STATE,
  };

  test('are not compiled by Babel as a rule, and so they are shared', () => {
    const compiled = new Project(files).compile('handler.js');
    expect(isLinked(compiled)).toBe(false);
    expect(codesOf(compiled)).toEqual([]);
  });

  test.each<[string, PhotonizeOptions['include']]>([
    ['a part of their path', '/counter/'],
    ['a regular expression', /counter/g],
    ['one of several patterns', ['/other/', /counter/]],
  ])('are linked where `include` names %s', (_, include) => {
    const project = new Project({ ...files, 'handler.js': reads('counter') });
    const handler = { include: [project.file('handler.js'), ...[include ?? []].flat()] };
    expect(isLinked(project.compile('handler.js', handler))).toBe(true);
    const { code } = project.compile('node_modules/counter/index.js', handler);
    expect(code).toContain('$module');
  });
});

describe('a file is not linked, without a word, to', () => {
  test.each<[string, string, PhotonizeOptions]>([
    ['what `exclude` names', './state.js', { exclude: /state/ }],
    ['what `include` does not name', './state.js', { include: 'handler' }],
    ['what a policy shares', './state.js', { modules: { '/state.js': 'shared' } }],
    ['what `resolve` says is none', './state.js', { resolve: () => false }],
    ['a builtin of Node', 'node:fs', {}],
    ['a builtin of Node, named as ever', 'fs/promises', {}],
    ['a URL', 'https://example.com/state.js', {}],
    ['a module that a bundler makes up', 'virtual:state', {}],
    ['data', './data.json', {}],
    ['declarations', './types', {}],
  ])('%s', (_, specifier, options) => {
    const project = new Project({
      'handler.js': reads(specifier),
      'state.js': STATE,
      'data.json': '{}',
      'types.d.ts': 'export declare let n: number;',
    });
    const compiled = project.compile('handler.js', options);
    expect(isLinked(compiled)).toBe(false);
    expect(codesOf(compiled)).toEqual([]);
  });
});

describe('a file that cannot be found', () => {
  test('is reported where it is imported, and only there', () => {
    const project = new Project({
      'handler.js': reads('./middle.js'),
      'middle.js': "export { n } from '@/state';",
    });
    expect(codesOf(project.compile('handler.js'))).toEqual([]);
    const { diagnostics } = project.compile('middle.js');
    expect(diagnostics).toEqual([expect.objectContaining({ code: 'PHO3101', filename: 'middle.js' })]);
    expect(diagnostics[0]?.message).toContain('`@/state`');
  });

  test('is found as soon as it is there', () => {
    const project = new Project({ 'handler.js': reads('./state.js') });
    expect(codesOf(project.compile('handler.js'))).toEqual(['PHO3101']);
    project.write('state.js', STATE);
    expect(isLinked(project.compile('handler.js'))).toBe(true);
  });
});

describe('the files that a result depends on', () => {
  const files = {
    'handler.js': reads('./barrel.js'),
    'barrel.js': "export * from './state.js';\nimport './unrelated.css';",
    'state.js': STATE,
  };

  test('are told to Babel, for watchers and caches', () => {
    const project = new Project(files);
    const { externalDependencies } = project.compile('handler.js').result;
    expect([...externalDependencies].sort()).toEqual([project.file('barrel.js'), project.file('state.js')]);
  });

  test('are read anew each time', () => {
    const project = new Project(files);
    project.compile('handler.js');
    project.write('state.js', 'export const n = 0;');
    expect(isLinked(project.compile('handler.js'))).toBe(false);
  });

  test('are named when they cannot be parsed', () => {
    const project = new Project({ ...files, 'state.js': 'export let = 0' });
    expect(project.failure('handler.js').message).toMatch(/state\.js:1:\d+: error PHO1001/);
  });
});
