/** What runs the tests of a package: what its own repository uses. */
export type RunnerName = 'vitest' | 'jest' | 'node:test' | 'qunit' | 'script';

/** A package of others, and how its tests are run. */
export interface Suite {
  readonly name: string;
  readonly repository: string;
  readonly commit: string;
  /** Patterns of the files of the package under test: these are photonized, where they are. */
  readonly sources: readonly string[];
  /** The modules by which the package is loaded. */
  readonly entries: readonly string[];
  /** What the tests import instead: bundles, by the entry point that each is made of. */
  readonly bundles?: Readonly<Record<string, string>>;
  /** What bare specifiers mean in the package itself, where it consists of several. */
  readonly aliases?: Readonly<Record<string, string>>;
  readonly runner: RunnerName;
  /** Patterns of the test files. */
  readonly tests: readonly string[];
  /** Test files that are left out. */
  readonly except?: readonly string[];
  /** Names of tests that measure time: on a busy machine they tell nothing. */
  readonly timed?: RegExp;
  /** Settings of the test runner, from the package's own configuration. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What the tests need from npm. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** What npm is to install in place of what they ask for. */
  readonly overrides?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Packages whose modules keep state in bindings, so that photonizing changes them. */
export const SUITES: readonly Suite[] = [
  {
    name: 'acorn',
    repository: 'https://github.com/acornjs/acorn',
    commit: '5b9d16c',
    sources: ['acorn/src/*.js', 'acorn-loose/src/*.js'],
    entries: ['acorn/dist/acorn.js', 'acorn-loose/dist/acorn-loose.js'],
    bundles: {
      'acorn/dist/acorn.js': 'acorn/src/index.js',
      'acorn-loose/dist/acorn-loose.js': 'acorn-loose/src/index.js',
    },
    aliases: { acorn: 'acorn/src/index.js' },
    runner: 'script',
    tests: ['test/run.js'],
    dependencies: {},
  },
  {
    name: 'dayjs',
    repository: 'https://github.com/iamkun/dayjs',
    commit: '0f6c19e3',
    sources: ['src/**/*.js'],
    entries: ['src/index.js'],
    runner: 'jest',
    tests: ['test/**/*.test.js'],
    settings: { testURL: 'http://localhost' },
    dependencies: {
      jest: '22.4.4',
      'babel-core': '7.0.0-bridge.0',
      '@babel/core': '7.17.9',
      '@babel/preset-env': '7.16.11',
      mockdate: '2.0.5',
      moment: '2.29.2',
      'moment-timezone': '0.5.31',
    },
    environment: { BABEL_ENV: 'test' },
  },
  {
    name: 'handlebars',
    repository: 'https://github.com/handlebars-lang/handlebars.js',
    commit: '13a7a679',
    sources: ['lib/**/*.js'],
    entries: ['lib/index.js'],
    runner: 'vitest',
    tests: ['spec/*.js'],
    settings: { setupFiles: ['spec/env/node.js'] },
    // A submodule holds the tests of Mustache.
    except: ['spec/spec.js'],
    dependencies: {
      '@handlebars/parser': '2.2.2',
      'mock-stdin': '0.3.0',
      'neo-async': '2.6.2',
      'source-map': '0.7.6',
      'uglify-js': '3.19.3',
      yargs: '18.0.0',
    },
  },
  {
    name: 'immer',
    repository: 'https://github.com/immerjs/immer',
    commit: '061c242',
    sources: ['src/**/*.ts'],
    entries: ['src/immer.ts'],
    runner: 'vitest',
    tests: ['__tests__/**/*.{js,ts}'],
    dependencies: {
      'deep-freeze': '0.0.1',
      immutable: '4.3.9',
      lodash: '4.17.21',
      redux: '4.2.1',
      'seamless-immutable': '7.1.4',
      'lodash.clonedeep': '4.5.0',
      'type-plus': '7.6.2',
    },
  },
  {
    name: 'luxon',
    repository: 'https://github.com/moment/luxon',
    commit: 'b6b9d037',
    sources: ['src/**/*.js'],
    entries: ['src/luxon.js'],
    runner: 'jest',
    tests: ['test/**/*.test.js'],
    settings: { testEnvironment: 'node', setupFilesAfterEnv: ['<rootDir>/test/setupTests.js'] },
    dependencies: { jest: '29.7.0', '@babel/preset-env': '7.28.5' },
    environment: { LANG: 'en_US.utf8', TZ: 'America/New_York' },
  },
  {
    name: 'marked',
    repository: 'https://github.com/markedjs/marked',
    commit: '681373cc',
    sources: ['src/**/*.ts'],
    entries: ['lib/marked.esm.js'],
    bundles: { 'lib/marked.esm.js': 'src/marked.ts' },
    runner: 'node:test',
    tests: ['test/unit/*.test.js', 'test/run-spec-tests.js'],
    timed: /› (?:quadratic|cubic)_/,
    dependencies: { '@markedjs/testutils': '18.0.0-1' },
    // A copy of marked's repository, which only its own website needs.
    overrides: { 'marked-repo': 'npm:marked@18.0.0' },
  },
  {
    name: 'moment',
    repository: 'https://github.com/moment/moment',
    commit: '18aba135',
    sources: ['src/lib/**/*.js', 'src/locale/*.js', 'src/moment.js'],
    entries: ['src/moment.js'],
    runner: 'qunit',
    tests: ['src/test/moment/*.js', 'src/test/locale/*.js'],
    dependencies: { qunit: '2.20.0' },
  },
  {
    name: 'signals',
    repository: 'https://github.com/preactjs/signals',
    commit: '1e3ab34',
    sources: ['packages/core/src/*.ts'],
    entries: ['packages/core/src/index.ts'],
    aliases: { '@preact/signals-core': 'packages/core/src/index.ts' },
    runner: 'vitest',
    tests: ['packages/core/test/*.test.tsx'],
    dependencies: {},
  },
];
