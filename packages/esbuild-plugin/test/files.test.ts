import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { createLinker } from '@photonize/linker';
import type { ModulePlan, Policy } from '@photonize/transform';
import { type BuildOptions, type BuildResult, build, context, type Plugin, type PluginBuild } from 'esbuild';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createFileTransform, type PhotonizePluginOptions, photonize } from '../src/index.js';
import { Project } from './support/project.js';

const STATE = 'let n = 0;\nexport const hit = () => ++n;\n';

/** A plugin that leaves out whatever is not named by a path. */
const externals: Plugin = {
  name: 'externals',
  setup: (build) => build.onResolve({ filter: /^[^./]/ }, ({ path }) => ({ path, external: true })),
};

describe('which files are photonized', () => {
  const FILES = {
    'entry.js':
      "import * as a from './src/a.js';\nimport * as b from './lib/b.js';\nimport * as c from 'c';\nexport const handler = () => [a.hit(), b.hit(), c.hit()];",
    'src/a.js': STATE,
    'lib/b.js': STATE,
    'node_modules/c/package.json': '{ "name": "c", "type": "module", "exports": "./c.js" }',
    'node_modules/c/c.js': STATE,
  };

  test.each<[string, PhotonizePluginOptions, number[]]>([
    ['all by default', {}, [1, 1, 1]],
    ['none under policy `shared`', { policy: 'shared' }, [2, 2, 2]],
    ['only those that `include` matches', { include: /[\\/]src[\\/]/ }, [1, 2, 2]],
    ['none that `exclude` matches', { exclude: /node_modules/ }, [1, 1, 2]],
    [
      'none that `exclude` matches, though `include` does',
      { include: /\.js$/, exclude: /[\\/]lib[\\/]/ },
      [1, 2, 1],
    ],
    ['all with patterns that remember where they stopped', { include: /\.js/g }, [1, 1, 1]],
    ['none with excluding patterns that remember', { exclude: /\.js/g }, [2, 2, 2]],
    ['as `modules` pins them', { modules: { 'lib/b.js': 'shared' } }, [1, 2, 1]],
    ['as `modules` pins packages', { modules: { 'node_modules/c/': 'shared' } }, [1, 1, 2]],
    ['as the first pin says', { modules: { 'lib/': 'bindings', 'lib/b.js': 'shared' } }, [1, 1, 1]],
    ['all but those that `share` names', { share: ['c', 'src/a'] }, [2, 1, 2]],
    [
      'against the policy where a pin says so',
      { policy: 'shared', modules: { 'src/': 'bindings' } },
      [1, 2, 2],
    ],
  ])('%s', async (_, options, second) => {
    const project = await Project.with(FILES);
    const { handler } = await project.load('entry.js', options);
    expect(await handler?.()).toEqual([1, 1, 1]);
    expect(await handler?.()).toEqual(second);
  });

  test('those that are external are left alone', async () => {
    const project = await Project.with(FILES);
    const plans: ModulePlan[] = [];
    await project.build(
      { onModule: (plan) => plans.push(plan) },
      { entryPoints: ['entry.js'], packages: 'external' },
    );
    expect(plans.map(({ filename }) => project.nameOf(filename)).sort()).toEqual([
      'entry.js',
      'lib/b.js',
      'src/a.js',
    ]);
    expect(await project.read('out/entry.mjs')).toMatch(/from "c"/);
    expect(await project.read('out/entry.mjs')).not.toMatch(/from "@photonize\/runtime"/);
  });

  test('the runtime itself is bundled as it is', async () => {
    const project = await Project.with(FILES);
    const plans: ModulePlan[] = [];
    await project.build(
      { handlers: ['handler'], onModule: (plan) => plans.push(plan) },
      { entryPoints: ['entry.js'] },
    );
    expect(plans.filter(({ filename }) => filename.includes('runtime'))).toEqual([]);
  });

  test.each<[string, BuildOptions]>([
    ['nothing is', {}],
    ['packages are', { packages: 'external' }],
    ['some names are', { external: ['c', '@scope/*', 'node:*'] }],
    ['absolute paths are', { external: ['/*'] }],
    ['everything is', { external: ['*'] }],
    ['another plugin makes packages', { plugins: [photonize(), externals] }],
  ])('the runtime is bundled once, also for those who import it: %s external', async (_, more) => {
    const project = await Project.with({
      'entry.js':
        "import { photonize } from '@photonize/runtime';\nlet n = 0;\nexport const handler = photonize(() => ++n);",
    });
    await project.build({}, { entryPoints: ['entry.js'], ...more });
    const output = await project.read('out/entry.mjs');
    expect(output.match(/Symbol\.for\("@photonize\/runtime"\)/g)).toHaveLength(1);
    const { handler } = await project.import('entry.mjs');
    expect(await handler?.()).toBe(1);
    expect(await handler?.()).toBe(1);
  });
});

describe('loaders', () => {
  test.each<[string, string, string]>([
    [
      'TypeScript',
      'entry.ts',
      'let n: number = 0;\nenum Step { One = 1 }\nexport const handler = <T,>(_: T): number => (n += Step.One);',
    ],
    ['module TypeScript', 'entry.mts', 'let n: number = 0;\nexport const handler = (): number => ++n;'],
    ['CommonJS TypeScript', 'entry.cts', 'let n: number = 0;\nexport const handler = (): number => ++n;'],
    [
      'TSX',
      'entry.tsx',
      'const h = (_: string, p: { n: number }) => p.n;\nlet n: number = 0;\n/** @jsx h */\nexport const handler = (): number => (n++, <a n={n} />);',
    ],
    [
      'JSX',
      'entry.jsx',
      '/** @jsx h */\nconst h = (_, p) => p.n;\nlet n = 0;\nexport const handler = () => (n++, <a n={n} />);',
    ],
    ['modules', 'entry.mjs', 'let n = 0;\nexport const handler = () => ++n;'],
    ['CommonJS', 'entry.cjs', 'let n = 0;\nexports.handler = () => ++n;'],
    [
      'decorators and parameter properties',
      'entry.ts',
      'let n = 0;\nclass A { constructor(private readonly by: number) {} hit() { return (n += this.by); } }\nexport const handler = () => new A(1).hit();',
    ],
  ])('of %s', async (_, name, source) => {
    const project = await Project.with({ [name]: source });
    const { handler } = await project.load(name);
    expect([await handler?.(), await handler?.()]).toEqual([1, 1]);
  });

  test('that the build configures are kept', async () => {
    const project = await Project.with({
      'entry.js':
        '/** @jsx h */\nconst h = (_, p) => p.n;\nlet n = 0;\nexport const handler = () => (n++, <a n={n} />);',
    });
    const { handler } = await project.load('entry.js', {}, { loader: { '.js': 'jsx' } });
    expect([await handler?.(), await handler?.()]).toEqual([1, 1]);
  });

  test('of what is no code stay esbuild’s', async () => {
    const project = await Project.with({
      'entry.js':
        "import text from './a.txt';\nimport data from './b.json';\nlet n = 0;\nexport const handler = () => [text, data.b, ++n];",
      'a.txt': 'let n = 0',
      'b.json': '{ "b": 2 }',
    });
    const { handler } = await project.load('entry.js');
    expect([await handler?.(), await handler?.()]).toEqual([
      ['let n = 0', 2, 1],
      ['let n = 0', 2, 1],
    ]);
  });

  test('that take code as data get the file as it is', async () => {
    const project = await Project.with({
      'entry.js': "import text from './state.js';\nlet n = 0;\nexport const handler = () => [text, ++n];",
      'state.js': STATE,
    });
    const textOf = {
      name: 'text',
      setup: (build: PluginBuild) => {
        build.onLoad({ filter: /state\.js$/ }, async ({ path }) => ({
          contents: await readFile(path, 'utf8'),
          loader: 'text',
        }));
      },
    };
    await project.build([textOf, photonize({ handlers: ['handler'] })], { entryPoints: ['entry.js'] });
    const { handler } = await project.import('entry.mjs');
    expect(await handler?.()).toEqual([STATE, 1]);
  });

  test('that a tsconfig asks for are kept', async () => {
    const project = await Project.with({
      'tsconfig.json':
        '{ "compilerOptions": { "jsx": "react", "jsxFactory": "h", "experimentalDecorators": true } }',
      'entry.tsx': [
        'const h = (_: string, p: { n: number }) => p.n;',
        'const sealed = (target: { done?: boolean }) => { target.done = true; };',
        'let n = 0;',
        '@sealed class A { static done?: boolean; }',
        'export const handler = () => [(n++, <a n={n} />), A.done];',
      ].join('\n'),
    });
    const { handler } = await project.load('entry.tsx');
    expect([await handler?.(), await handler?.()]).toEqual([
      [1, true],
      [1, true],
    ]);
  });
});

describe('options', () => {
  test('that are unknown throw when the plugin is made', () => {
    const make = () => photonize({ handler: ['main'] } as PhotonizePluginOptions);
    expect(make).toThrow(expect.objectContaining({ code: 'PHO1002' }));
    expect(make).toThrow(/unknown option `handler`; did you mean `handlers`/);
  });

  test.each([
    ['the policy', { policy: 'strikt' as Policy }],
    ['a pin', { modules: { lib: 'strikt' as Policy } }],
  ])('with an unknown policy as %s throw PHO1003', (_, options) => {
    expect(() => photonize(options)).toThrow(expect.objectContaining({ code: 'PHO1003' }));
  });

  test('that pin no module are told once the build is done', async () => {
    const project = await Project.with({ 'entry.js': STATE });
    const options = { share: ['entry', './entry.js', 'pg'], modules: { 'src/': 'instance' } } as const;
    const { warnings } = await project.build(options, { entryPoints: ['entry.js'] });
    expect(warnings).toMatchObject([
      { id: 'PHO1014', text: expect.stringContaining('`entry`, pinned `shared`') as string },
      { id: 'PHO1014', text: expect.stringContaining('`pg`, pinned `shared`') as string },
      { id: 'PHO1014', text: expect.stringContaining('`src/`, pinned `instance`') as string },
    ]);
  });

  test.each(['bindings', 'strict'] as const)(
    'have each photon evaluate a package under %s',
    async (policy) => {
      const project = await Project.with({
        'entry.js': "import { hit } from 'closure';\nexport const handler = () => hit();",
        'node_modules/closure/index.js': '(() => { let n = 0; exports.hit = () => ++n; })();',
      });
      const options = { policy, modules: { closure: 'instance' } } as const;
      const { handler } = await project.load('entry.js', options);
      expect([await handler?.(), await handler?.()]).toEqual([1, 1]);
    },
  );

  test('tell `onModule` of each module that is bundled', async () => {
    const project = await Project.with({
      'entry.js': "import { hit } from './state.js';\nexport const handler = () => hit();",
      'state.js': STATE,
    });
    const plans: ModulePlan[] = [];
    await project.build({ onModule: (plan) => plans.push(plan) }, { entryPoints: ['entry.js'] });
    const seen = Object.fromEntries(plans.map((plan) => [project.nameOf(plan.filename), plan]));
    expect(Object.keys(seen).sort()).toEqual(['entry.js', 'state.js']);
    expect(seen['state.js']?.bindings).toContainEqual(
      expect.objectContaining({ name: 'n', fate: 'isolated' }),
    );
  });
});

describe('problems', () => {
  const BROKEN = {
    'entry.js': "import './state.js';\nexport const handler = () => 1;",
    'state.js': 'let a = 0;\na++;\nexport const f = (c) => eval(c);',
  };

  test('are esbuild’s errors, with the diagnostic as detail and the place', async () => {
    const project = await Project.with(BROKEN);
    const { errors } = await project.failure({ handlers: ['handler'] }, { entryPoints: ['entry.js'] });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({
      pluginName: 'photonize',
      location: { file: 'state.js', line: 3, column: 24, lineText: 'export const f = (c) => eval(c);' },
      detail: { code: 'PHO2001', severity: 'error', location: { line: 3, column: 24 } },
    });
    expect(errors[0]?.text).toMatch(/^PHO2001: direct eval can see `a`/);
    expect(errors[0]?.notes[0]?.text).toMatch(/indirect eval/);
  });

  test('leave no output', async () => {
    const project = await Project.with(BROKEN);
    await project.failure({ handlers: ['handler'] }, { entryPoints: ['entry.js'] });
    expect(await project.files('out')).toEqual([]);
  });

  test('of several files are all reported', async () => {
    const project = await Project.with({
      ...BROKEN,
      'entry.js': "import './state.js';\nimport './other.js';",
      'other.js': 'class A { @dec static #n = []; }',
    });
    const { errors } = await project.failure({}, { entryPoints: ['entry.js'] });
    expect(errors.map(({ detail }) => detail.code).sort()).toEqual(['PHO2001', 'PHO2006']);
  });

  test('of syntax name the file they are in, not its importer', async () => {
    const project = await Project.with({
      'entry.js': "import { a } from './broken.js';\nexport const handler = () => a;",
      'broken.js': 'export const a =;',
    });
    const { errors } = await project.failure({ handlers: ['handler'] }, { entryPoints: ['entry.js'] });
    expect(errors.map(({ detail }) => detail.code)).toContain('PHO1001');
    for (const { location } of errors) {
      expect([location?.file, location?.lineText]).toEqual(['broken.js', 'export const a =;']);
    }
  });

  test('of an entry point are reported once', async () => {
    const project = await Project.with({ 'entry.js': 'export const handler =;' });
    const { errors } = await project.failure({ handlers: ['handler'] }, { entryPoints: ['entry.js'] });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ detail: { code: 'PHO1001' }, location: { file: 'entry.js', line: 1 } });
  });

  test('that are none but may be are warnings, and the build goes on', async () => {
    const project = await Project.with({
      'entry.js':
        'let cache = new Map();\ncache = load(cache);\nexport const same = cache;\nfunction load(c) { return c; }',
    });
    const { warnings, errors } = await project.build({}, { entryPoints: ['entry.js'] });
    expect(errors).toEqual([]);
    expect(warnings).toEqual([
      expect.objectContaining({
        text: expect.stringMatching(/^PHO3002: /),
        detail: expect.objectContaining({ code: 'PHO3002', severity: 'warning' }),
        location: expect.objectContaining({ file: 'entry.js', line: 3 }),
      }),
    ]);
    expect(await project.files('out')).toEqual(['entry.mjs']);
  });

  test('of packages do not show in the build', async () => {
    const project = await Project.with({
      'entry.js': "import 'a';",
      'node_modules/a/index.js': 'var api = {};\nmodule.exports = api;\napi.n = 1;',
    });
    const { warnings } = await project.build({}, { entryPoints: ['entry.js'] });
    expect(warnings).toEqual([]);
  });
});

describe('watching', () => {
  async function watched() {
    const project = await Project.with({
      'entry.js': "import { n } from './state.js';\nimport './pure.js';\nexport const handler = () => n;",
      'state.js': 'export let n = 1;\nexport const set = (v) => { n = v; };',
      'pure.js': 'let m = 0;\nexport const hit = () => ++m;',
    });
    const plans: ModulePlan[] = [];
    const watching = await context(
      project.options(
        { handlers: ['handler'], onModule: (plan) => plans.push(plan) },
        { entryPoints: ['entry.js'] },
      ),
    );
    onTestFinished(() => watching.dispose());
    const rebuild = async () => {
      plans.length = 0;
      await watching.rebuild();
      return new Map(plans.map((plan) => [project.nameOf(plan.filename), plan]));
    };
    return { project, rebuild };
  }

  test('gives the same results for files that did not change', async () => {
    const { rebuild } = await watched();
    const first = await rebuild();
    const second = await rebuild();
    expect([...second.keys()].sort()).toEqual(['entry.js', 'pure.js', 'state.js']);
    for (const [name, plan] of second) expect(plan).toBe(first.get(name));
  });

  test('transforms anew what changed, and nothing else', async () => {
    const { project, rebuild } = await watched();
    const first = await rebuild();
    await project.write('pure.js', 'let m = 5;\nexport const hit = () => ++m;\nlet more = {};');
    const second = await rebuild();
    expect(second.get('pure.js')).not.toBe(first.get('pure.js'));
    expect(second.get('pure.js')?.bindings.map(({ name }) => name)).toContain('more');
    expect(second.get('state.js')).toBe(first.get('state.js'));
    expect(second.get('entry.js')).toBe(first.get('entry.js'));
  });

  test('transforms anew an importer whose import changed its nature', async () => {
    const { project, rebuild } = await watched();
    const first = await rebuild();
    expect(first.get('entry.js')?.uses).toEqual(['./state.js#n']);
    await project.write('state.js', 'export const n = 1;');
    const second = await rebuild();
    expect(second.get('entry.js')?.uses).toEqual([]);
    expect(second.get('entry.js')).not.toBe(first.get('entry.js'));
  });

  test('sees a change that leaves the size of the file', async () => {
    const { project, rebuild } = await watched();
    await rebuild();
    await project.write('state.js', 'export let n = 2;\nexport const set = (v) => { n = v; };');
    await rebuild();
    const { handler } = await project.import('entry.mjs');
    expect(await handler?.()).toBe(2);
  });

  test('recovers from errors', async () => {
    const { project, rebuild } = await watched();
    await rebuild();
    await project.write('state.js', 'export let n =;');
    await expect(rebuild()).rejects.toThrow('PHO1001');
    await project.write('state.js', 'export let n = 2;\nexport const set = (v) => { n = v; };');
    await rebuild();
    const { handler } = await project.import('entry.mjs');
    expect(await handler?.()).toBe(2);
  });
});

describe('a rebuild gives what a build from scratch gives', () => {
  const FILES = {
    'entry.js':
      "import { m, read } from './lib/index.js';\nimport { hits } from 'dep';\nexport const handler = () => [m, read(), hits];",
    'lib/index.js': "export * from './state';\nexport { n as m } from './state';",
    'lib/state.js': 'export const n = 1;\nexport const read = () => n;',
    'node_modules/dep/package.json': '{ "name": "dep", "main": "./index.js" }',
    'node_modules/dep/index.js': "module.exports = require('./hits.js');",
    'node_modules/dep/hits.js': 'exports.hits = 0;',
  };
  const STATE = 'export let n = 1;\nexport const read = () => ++n;';

  test.each<[string, Record<string, string>]>([
    ['nothing changed', {}],
    ['a file changed', { 'lib/state.js': 'export const n = 2;\nexport const read = () => n;' }],
    [
      'a file of a package changed',
      { 'node_modules/dep/hits.js': 'let count = 0;\nexports.hits = () => ++count;' },
    ],
    ['an export became isolated', { 'lib/state.js': STATE }],
    [
      'a file in between passes on something else',
      { 'lib/index.js': 'export let m = 0;\nexport const read = () => ++m;' },
    ],
    [
      'a file imports one more',
      {
        'lib/state.js': "import { k } from './k.js';\nexport const n = 1;\nexport const read = () => k;",
        'lib/k.js': 'export let k = 1;\nexport const set = (v) => { k = v; };',
      },
    ],
    ['another file goes before one', { 'lib/state.ts': STATE }],
    [
      'a package has another main file',
      {
        'node_modules/dep/package.json': '{ "name": "dep", "main": "./other.js" }',
        'node_modules/dep/other.js': 'let hits = 0;\nexports.hits = () => ++hits;',
      },
    ],
    [
      'a file has an import that leads nowhere',
      { 'lib/index.js': "export let m = 0;\nexport const read = () => require('./no.js');" },
    ],
  ])('where %s', async (_, changes) => {
    const project = await Project.with(FILES);
    const options = project.options(
      { handlers: ['handler'] },
      { entryPoints: ['entry.js'], write: false, sourcemap: true },
    );
    const outcome = (result: Promise<BuildResult>) =>
      result.then(
        ({ outputFiles }) => outputFiles?.map(({ text }) => text),
        ({ errors }: BuildResult) => errors.map(({ text }) => text),
      );
    const watching = await context(options);
    onTestFinished(() => watching.dispose());
    await watching.rebuild();
    const before = await outcome(watching.rebuild());
    for (const [name, text] of Object.entries(changes)) await project.write(name, text);
    const after = await outcome(watching.rebuild());
    expect(after).toEqual(await outcome(build(options)));
    expect(await outcome(watching.rebuild())).toEqual(after);
    if (Object.keys(changes).length > 0) expect(after).not.toEqual(before);
  });
});

describe('another plugin that loads', () => {
  test('calls the per-file function with the code it made', async () => {
    const project = await Project.with({
      'entry.js': "import { hit } from './state.lang.js';\nexport const handler = () => hit();",
      'state.lang.js': 'state n = 40;\nexport const hit = () => ++n;',
    });
    const translate = (code: string) => code.replace(/^state /m, 'let ');
    const load = async (path: string) => ({
      code: translate(await readFile(path, 'utf8')),
      policy: 'bindings' as const,
    });
    const linker = createLinker({
      resolve: async ({ specifier }, importer) =>
        specifier.startsWith('.') ? resolve(dirname(importer), specifier) : undefined,
      load,
    });
    const transformFile = createFileTransform(linker, () => 'bindings');
    const lang = {
      name: 'lang',
      setup(build: PluginBuild) {
        build.onStart(() => linker.startBuild());
        build.onLoad({ filter: /\.js$/, namespace: 'file' }, async ({ path }) => {
          if (!path.startsWith(project.path)) return undefined;
          const { contents } = await transformFile(path, (await load(path)).code);
          return { contents, loader: 'js' };
        });
      },
    };
    await project.build([lang, photonize({ handlers: ['handler'], include: /nothing/ })], {
      entryPoints: ['entry.js'],
    });
    const { handler } = await project.import('entry.mjs');
    expect([await handler?.(), await handler?.()]).toEqual([41, 41]);
  });

  test('that takes what stands in for the entry point is found out', async () => {
    const project = await Project.with({ 'entry.js': 'let n = 0;\nexport const handler = () => ++n;' });
    const greedy = {
      name: 'greedy',
      setup(build: PluginBuild) {
        build.onLoad({ filter: /\.[cm]?[jt]sx?$/ }, async ({ path }) =>
          path.startsWith(project.path) && !path.includes('node_modules')
            ? { contents: await readFile(path, 'utf8'), resolveDir: dirname(path) }
            : undefined,
        );
      },
    };
    const build = project.build([greedy, photonize({ handlers: ['handler'] })], {
      entryPoints: ['entry.js'],
    });
    await expect(build).rejects.toThrow(/PHO1007/);
  });

  test('can resolve what is no file; such modules are shared', async () => {
    const project = await Project.with({
      'entry.js':
        "import { hit } from 'virtual:state';\nlet n = 0;\nexport const handler = () => [hit(), ++n];",
    });
    const virtual = {
      name: 'virtual',
      setup(build: PluginBuild) {
        build.onResolve({ filter: /^virtual:/ }, ({ path }) => ({ path, namespace: 'virtual' }));
        build.onLoad({ filter: /.*/, namespace: 'virtual' }, () => ({ contents: STATE, loader: 'js' }));
      },
    };
    await project.build([virtual, photonize({ handlers: ['handler'] })], { entryPoints: ['entry.js'] });
    const { handler } = await project.import('entry.mjs');
    expect([await handler?.(), await handler?.()]).toEqual([
      [1, 1],
      [2, 1],
    ]);
  });
});
