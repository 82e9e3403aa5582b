import { rm, symlink } from 'node:fs/promises';
import { type BuildOptions, context, type PluginBuild } from 'esbuild';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BuildHost } from '../src/host.js';
import { Project } from './support/project.js';

/**
 * A project that is built again and again: what a name in its entry means, and whether esbuild was asked for it.
 * @param specifier the name; with a `/` in front, a path from the project's root
 */
async function watched(specifier: string, files: Record<string, string>, more: BuildOptions = {}) {
  const project = await Project.with({ 'src/entry.js': '', ...files });
  let asked = false;
  let target: string | undefined;
  const asking = {
    name: 'asking',
    setup(build: PluginBuild) {
      const resolve: PluginBuild['resolve'] = (...args) => {
        asked = true;
        return build.resolve(...args);
      };
      const host = new BuildHost({ ...build, resolve }, () => 'bindings');
      build.onStart(() => host.startBuild());
      build.onLoad({ filter: /entry\.js$/ }, async ({ path }) => {
        const name = specifier.startsWith('/') ? project.file(specifier) : specifier;
        target = await host.resolve({ specifier: name, kind: 'import' }, path);
        return { contents: '' };
      });
    },
  };
  const plugins = [asking, ...(more.plugins ?? [])];
  const options = project.options(plugins, { entryPoints: ['src/entry.js'], write: false, ...more, plugins });
  const watching = await context(options);
  onTestFinished(() => watching.dispose());
  const meaning = async () => {
    asked = false;
    await watching.rebuild();
    return [target && project.nameOf(target), asked ? 'asked' : 'kept'];
  };
  return { project, meaning };
}

const MANIFEST = '{ "name": "dep", "main": "./one.js" }';
const IMPORTS =
  '{ "imports": { "#state": { "browser": "./lib/web.js", "default": "./lib/node.js" }, "#lib/*": "./lib/*.js" } }';
const PACKAGE = { 'node_modules/dep/package.json': MANIFEST, 'node_modules/dep/one.js': '' };

describe('what a name means is kept', () => {
  test.each([
    ['a file', './state', { 'src/state.js': '' }, 'src/state.js'],
    ['a folder', '../lib', { 'lib/index.js': '' }, 'lib/index.js'],
    ['a package', 'dep', PACKAGE, 'node_modules/dep/one.js'],
    ['a file of a package', 'dep/one', PACKAGE, 'node_modules/dep/one.js'],
    ['a builtin', 'node:fs', {}, undefined],
    ['an import of the manifest', '#state', { 'package.json': IMPORTS, 'lib/node.js': '' }, 'lib/node.js'],
    ['a pattern of the manifest', '#lib/a', { 'package.json': IMPORTS, 'lib/a.js': '' }, 'lib/a.js'],
    ['a path from the root', '/src/state', { 'src/state.js': '' }, 'src/state.js'],
  ])('of %s', async (_, specifier, files, target) => {
    const { project, meaning } = await watched(specifier, files);
    expect(await meaning()).toEqual([target, 'asked']);
    expect(await meaning()).toEqual([target, 'kept']);
    await project.write('src/entry.js', '// changed');
    expect(await meaning()).toEqual([target, 'kept']);
  });
});

describe('what a name means changes', () => {
  test.each([
    ['with a file that goes before', './state', { 'src/state.js': '' }, 'src/state.ts', ''],
    ['with a file that goes before a folder', '../lib', { 'lib/index.js': '' }, 'lib.js', ''],
    [
      'with the manifest of a folder',
      '../lib',
      { 'lib/index.js': '', 'lib/a/b.js': '' },
      'lib/package.json',
      '{ "main": "a/b.js" }',
    ],
    ['with a package that is nearer', 'dep', PACKAGE, 'src/node_modules/dep/index.js', ''],
    [
      'with a file in a package',
      'dep/two',
      { ...PACKAGE, 'node_modules/dep/two/index.js': '' },
      'node_modules/dep/two.js',
      '',
    ],
    [
      'with the manifest of a package',
      'dep',
      { ...PACKAGE, 'node_modules/dep/two.js': '' },
      'node_modules/dep/package.json',
      '{ "main": "./two.js" }',
    ],
    [
      'with a tsconfig',
      'dep',
      { ...PACKAGE, 'src/own.js': '' },
      'tsconfig.json',
      '{ "compilerOptions": { "paths": { "dep": ["./src/own.js"] } } }',
    ],
    [
      'with a file that a tsconfig names',
      'dep',
      { ...PACKAGE, 'tsconfig.json': '{ "compilerOptions": { "paths": { "dep": ["./src/own.js"] } } }' },
      'src/own.js',
      '',
    ],
    ['with the file that was not there', './state', {}, 'src/state.js', ''],
  ])('%s', async (_, specifier, files, added, contents) => {
    const { project, meaning } = await watched(specifier, files);
    const before = await meaning();
    await project.write(added, contents);
    const now = await meaning();
    expect(now).toEqual([expect.any(String), 'asked']);
    expect(now[0]).not.toBe(before[0]);
  });

  test.each([
    ['the manifest', 'package.json', IMPORTS.replace('node.js', 'other.js')],
    ['a nearer manifest', 'src/package.json', IMPORTS],
    [
      'a tsconfig',
      'tsconfig.json',
      '{ "compilerOptions": { "paths": { "#state": ["./src/lib/node.js"] } } }',
    ],
  ])('of an import of the manifest, with %s', async (_, added, contents) => {
    const { project, meaning } = await watched('#state', {
      'package.json': IMPORTS,
      'lib/node.js': '',
      'lib/other.js': '',
      'src/lib/node.js': '',
    });
    expect(await meaning()).toEqual(['lib/node.js', 'asked']);
    expect(await meaning()).toEqual(['lib/node.js', 'kept']);
    await project.write(added, contents);
    const now = await meaning();
    expect(now).toEqual([expect.any(String), 'asked']);
    expect(now[0]).not.toBe('lib/node.js');
  });

  test('of an import that leads to a package, with its manifest', async () => {
    const { project, meaning } = await watched('#dep', {
      ...PACKAGE,
      'package.json': '{ "imports": { "#dep": "dep" } }',
    });
    expect(await meaning()).toEqual(['node_modules/dep/one.js', 'asked']);
    await project.write('node_modules/dep/package.json', '{ "main": "./two.js" }');
    await project.write('node_modules/dep/two.js', '');
    expect(await meaning()).toEqual(['node_modules/dep/two.js', 'asked']);
  });

  test('of a path from the root, with a file that goes before', async () => {
    const { project, meaning } = await watched('/src/state', { 'src/state.js': '' });
    expect(await meaning()).toEqual(['src/state.js', 'asked']);
    await project.write('src/state.ts', '');
    expect(await meaning()).toEqual(['src/state.ts', 'asked']);
  });

  test('with a link on the way that leads elsewhere', async () => {
    const { project, meaning } = await watched('../lib/state', {
      'one/state.js': '',
      'two/state.js': '',
    });
    const link = project.file('lib');
    await symlink(project.file('one'), link);
    expect(await meaning()).toEqual(['one/state.js', 'asked']);
    await rm(link);
    await symlink(project.file('two'), link);
    expect(await meaning()).toEqual(['two/state.js', 'asked']);
  });

  test('with a file that is gone', async () => {
    const { project, meaning } = await watched('./state', { 'src/state.ts': '', 'src/state.js': '' });
    expect(await meaning()).toEqual(['src/state.ts', 'asked']);
    await rm(project.file('src/state.ts'));
    expect(await meaning()).toEqual(['src/state.js', 'asked']);
  });

  test('with a link that leads elsewhere', async () => {
    const { project, meaning } = await watched('dep', {
      'one/index.js': '',
      'two/index.js': '',
      'node_modules/x': '',
    });
    const link = project.file('node_modules/dep');
    await symlink(project.file('one'), link);
    expect(await meaning()).toEqual(['one/index.js', 'asked']);
    expect(await meaning()).toEqual(['one/index.js', 'kept']);
    await rm(link);
    await symlink(project.file('two'), link);
    expect(await meaning()).toEqual(['two/index.js', 'asked']);
  });

  test('as another plugin says', async () => {
    let to = 'one.js';
    const plugin = {
      name: 'other',
      setup: (build: PluginBuild) =>
        build.onResolve({ filter: /state/ }, ({ importer }) => ({ path: importer.replace('entry.js', to) })),
    };
    const { meaning } = await watched('./state', {}, { plugins: [plugin] });
    expect(await meaning()).toEqual(['src/one.js', 'asked']);
    to = 'two.js';
    expect(await meaning()).toEqual(['src/two.js', 'asked']);
  });
});
