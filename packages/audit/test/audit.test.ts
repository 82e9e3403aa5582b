import { inspect, perPolicy } from '@photonize/transform';
import { expect, test } from 'vitest';
import { type AuditedModule, audit } from '../src/index.js';

function module(filename: string, source: string, about: Partial<AuditedModule> = {}): AuditedModule {
  const options = perPolicy((policy) => ({ filename, policy, bundled: true }));
  return { inspection: inspect(source, options), package: '.', bytes: source.length, ...about };
}

const COUNTER = 'let n = 0;\nexport const hit = () => ++n;';
const CACHE = 'const cache = new Map();\nexport const put = (key) => cache.set(key, 1);';
const BUS = "import { make } from 'make';\nexport const bus = make();";
const PINNED = '// @photon shared\nconst pool = new Set();\nexport const add = (x) => pool.add(x);';
const PURE = 'export const double = (x) => 2 * x;';

const SUBJECT = { photonize: '0.1.0', entry: 'handler.js', policy: 'bindings' } as const;

function report(policy: 'bindings' | 'strict' | 'shared' = 'bindings') {
  const modules = [
    module('pure.js', PURE),
    module('counter.js', COUNTER),
    module('node_modules/a/bus.js', BUS, { package: 'a', version: '1.0.0' }),
    module('node_modules/b/pool.js', PINNED, { package: 'b' }),
    module('node_modules/b/cache.js', CACHE, { package: 'b' }),
  ];
  return audit(modules, { ...SUBJECT, policy });
}

test('packages and modules that leak more come first', () => {
  const order = report().packages.map(({ name, modules }) => [name, modules.map(({ file }) => file)]);
  expect(order).toEqual([
    ['b', ['node_modules/b/cache.js', 'node_modules/b/pool.js']],
    ['a', ['node_modules/a/bus.js']],
    ['.', ['counter.js', 'pure.js']],
  ]);
});

test('what is shared and what is not is counted under each policy', () => {
  expect(report().totals).toEqual({
    bindings: { leaks: 1, crosses: 0, mayLeak: 1, private: 1, pinned: 1 },
    strict: { leaks: 0, crosses: 0, mayLeak: 0, private: 3, pinned: 1 },
    shared: { leaks: 3, crosses: 0, mayLeak: 1, private: 0, pinned: 0 },
  });
});

test('each state has its place, what changes it, and what each policy does with it', () => {
  const [state] = report().packages[0]?.modules[0]?.state ?? [];
  expect(state).toEqual({
    name: 'cache',
    kind: 'const',
    line: 1,
    column: 7,
    writers: [{ how: 'changes', property: 'set', line: 2, column: 29 }],
    under: {
      bindings: {
        fate: 'shared',
        reason: 'const',
        because: 'consts are shared, with what they hold',
        outcome: 'leaks',
      },
      strict: {
        fate: 'isolated',
        reason: 'mutable',
        because: 'never assigned again, but its value may be mutable',
        outcome: 'private',
      },
      shared: { fate: 'shared', reason: 'policy', because: 'the policy of this module', outcome: 'leaks' },
    },
  });
});

test('the policy that is judged decides the order', () => {
  expect(report('shared').packages.map(({ name }) => name)).toEqual(['b', '.', 'a']);
});

test('versions of a package are told apart', () => {
  const versions = ['1.0.0', '2.0.0'].map((version) => module('index.js', CACHE, { package: 'c', version }));
  expect(audit(versions, SUBJECT).packages.map(({ version }) => version)).toEqual(['1.0.0', '2.0.0']);
});

test('refusals are told', () => {
  const modules = [module('eval.cjs', 'var n = 0;\nexports.f = (code) => { n++; return eval(code); };')];
  const [found] = audit(modules, SUBJECT).packages[0]?.modules ?? [];
  expect(found?.policies.bindings.refusals).toMatchObject([{ code: 'PHO2001', line: 2, column: 37 }]);
  expect(found?.policies.strict).toEqual({ isInstance: true, refusals: [] });
});

test('what crosses photons is told whatever the policy, what can carry something along first', () => {
  const source =
    "import 'sharp';\nprocess.on('warning', f);\nexport const f = (x) => { process.env.TZ = x; };";
  const { totals, packages } = audit([module('tz.js', source, { externals: ['sharp'] })], SUBJECT);
  expect([totals.bindings.crosses, totals.strict.crosses]).toEqual([1, 1]);
  expect(packages[0]?.modules[0]?.crossings).toEqual([
    {
      kind: 'env',
      what: 'process.env.TZ',
      because: 'the environment belongs to the process',
      isState: true,
      places: [{ line: 3, column: 27 }],
    },
    {
      kind: 'listener',
      what: 'process.on',
      because: 'listeners of the process outlive the invocation that adds them',
      isState: false,
      places: [{ line: 2, column: 1 }],
    },
    {
      kind: 'external',
      what: 'sharp',
      because: 'it is not in the bundle, so what it keeps is shared',
      isState: false,
      places: [{ line: 1, column: 1 }],
    },
  ]);
});

test('what another module has made is changed where that module changes it', () => {
  const modules = [
    module('handler.js', "import mitt from 'mitt';\nconst bus = mitt();\nexport const f = () => bus.on(f);", {
      resolved: { mitt: 'mitt/index.js' },
    }),
    module('mitt/index.js', "export { make as default } from './make.js';", {
      resolved: { './make.js': 'mitt/make.js' },
    }),
    module('mitt/make.js', 'export const make = (all = []) => ({\n  on: (f) => all.push(f),\n});'),
  ];
  const [first] = audit(modules, SUBJECT).packages[0]?.modules ?? [];
  expect(first?.state[0]).toMatchObject({
    name: 'bus',
    writers: [{ how: 'changes', property: 'push', line: 2, column: 14, file: 'mitt/make.js' }],
    under: { bindings: { outcome: 'leaks' }, strict: { outcome: 'private' } },
  });
});

test('what a class has made changes if one of its changing methods is called', () => {
  const source = 'export class A {\n  put(x) { this.x = x; }\n  get() { return this.x; }\n}';
  const outcome = (method: string) => {
    const use = `import { A } from './a.js';\nconst a = new A();\nexport const f = () => a.${method}();`;
    const modules = [module('use.js', use, { resolved: { './a.js': 'a.js' } }), module('a.js', source)];
    return audit(modules, SUBJECT).packages[0]?.modules[0]?.state[0]?.under.bindings.outcome;
  };
  expect([outcome('put'), outcome('get')]).toEqual(['leaks', 'mayLeak']);
});

test('properties that the imported class keeps for each photon are private', () => {
  const source = 'export class Chart {\n  static defaults = {};\n}';
  const use = "import { Chart } from './chart.js';\nexport const f = () => { Chart.defaults.size = 1; };";
  const modules = [
    module('use.js', use, { resolved: { './chart.js': 'chart.js' } }),
    module('chart.js', source),
  ];
  const [found] = audit(modules, SUBJECT).packages[0]?.modules.filter(({ file }) => file === 'use.js') ?? [];
  expect(found?.state[0]).toMatchObject({
    name: 'Chart',
    under: { bindings: { outcome: 'private' }, strict: { outcome: 'private' }, shared: { outcome: 'leaks' } },
  });
});

test('private static fields are state of their own, not changes of the class', () => {
  const source = 'export class Cart {\n  static #last;\n  keep() { Cart.#last = this; }\n}';
  const { state = [] } = audit([module('cart.js', source)], SUBJECT).packages[0]?.modules[0] ?? {};
  expect(state.map(({ name, writers, under }) => [name, writers.length, under.bindings.outcome])).toEqual([
    ['Cart.#last', 1, 'private'],
  ]);
});
