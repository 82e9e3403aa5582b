import { describe, expect, test } from 'vitest';
import { CODES, type DiagnosticCode } from '../src/diagnostics/codes.js';
import {
  CompileError,
  createDiagnostic,
  type Diagnostic,
  formatDiagnostic,
  type TransformOptions,
} from '../src/index.js';
import { compile, instance, problems, refusals, stateful } from './support/compile.js';

interface Case {
  readonly code: DiagnosticCode;
  readonly what: string;
  /** The source; `⟦` stands before the place that the diagnostic points at. */
  readonly source: string;
  readonly message: string;
  readonly options?: Partial<TransformOptions>;
}

const commonjs = { sourceType: 'commonjs' } as const;
const typescript = { filename: 'input.ts' };

const CASES: readonly Case[] = [
  {
    code: 'PHO1011',
    what: 'policy `strict` without a bundler',
    source: '⟦const cache = new Map();',
    message: 'needs a bundler',
    options: { policy: 'strict' },
  },
  {
    code: 'PHO1013',
    what: 'an ES module as an instance',
    source: 'export {};\n⟦// @photon-module instance',
    message: 'only CommonJS modules can be instances',
    options: { bundled: true },
  },
  {
    code: 'PHO1011',
    what: 'an instance without a bundler',
    source: '⟦exports.n = 0;',
    message: 'policy `instance` needs a bundler',
    options: { ...commonjs, policy: 'instance' },
  },
  {
    code: 'PHO3010',
    what: 'a constant that is pinned and made of isolated state',
    source: 'let url = read();\n// @photon shared\nconst pool = { url: ⟦url, again: () => url };\nurl = 1;',
    message: '`pool` is shared, and takes what `url` is at root',
  },
  {
    code: 'PHO3010',
    what: 'a variable that is pinned and made of an instance',
    source: "// @photon shared\nvar pool = make(⟦require('./config.cjs'));",
    message: '`pool` is shared, and takes what `./config.cjs` is at root',
    options: { ...commonjs, imports: { './config.cjs': instance('./config.cjs') } },
  },
  {
    code: 'PHO3010',
    what: 'a module that is pinned and made of imported state',
    source:
      "import { url } from './config.js';\nexport const pool = new Pool(⟦url);\nexport const again = () => url;",
    message: 'this module is shared, and takes what `url` is at root',
    options: { policy: 'shared', imports: { './config.js': stateful('url') } },
  },
  {
    code: 'PHO3009',
    what: 'exports of an instance that are passed on without names',
    source: "⟦export * from './pool.cjs';",
    message: '`./pool.cjs` is the instance of root',
    options: { imports: { './pool.cjs': instance('./pool.cjs') } },
  },
  {
    code: 'PHO3002',
    what: 'a constant that keeps the instance of root',
    source: "export const pool = ⟦require('./pool.cjs');",
    message: '`pool` keeps the first value of isolated `./pool.cjs`',
    options: { imports: { './pool.cjs': instance('./pool.cjs') } },
  },
  { code: 'PHO1001', what: 'a syntax error', source: 'let a = 1;\nlet b =⟦;', message: 'Unexpected token' },
  {
    code: 'PHO1001',
    what: 'a syntax error of TypeScript',
    source: 'let a: number = 1;\nenum ⟦{}',
    message: 'Unexpected token',
    options: typescript,
  },
  {
    code: 'PHO1001',
    what: 'a name declared twice',
    source: 'let a;\nlet ⟦a;',
    message: "'a' has already been declared",
  },
  {
    code: 'PHO1004',
    what: 'a file that is photonized already',
    source: `⟦${compile('let n = 0;\nexport const hit = () => ++n;').code.slice('/*! photonized:1 */\n'.length)}`,
    message: 'photonized already',
  },
  {
    code: 'PHO1005',
    what: 'a bundle of webpack',
    source: '⟦var __webpack_modules__ = {};\nfunction __webpack_require__() {}',
    message: 'webpack',
    options: { finished: true },
  },
  {
    code: 'PHO1005',
    what: 'modules in strings',
    source: [
      'var modules = { 1: (module, exports, load) => { ⟦eval("exports.n = 0;"); } };',
      'var cache = {};',
      'function load(id) {',
      '  var module = cache[id] = { exports: {} };',
      '  modules[id](module, module.exports, load);',
      '  return module.exports;',
      '}',
      'load(1);',
    ].join('\n'),
    message: "devtool: 'eval'",
    options: { finished: true },
  },
  {
    code: 'PHO1005',
    what: 'an AMD module',
    source: '⟦define(["exports"], function (exports) { var n = 0; exports.next = () => ++n; });',
    message: 'AMD',
    options: { finished: true },
  },
  {
    code: 'PHO2001',
    what: 'a direct eval',
    source: 'let a = 0;\nlet b = 0;\na++, b++;\nexport function run(code) {\n  return ⟦eval(code);\n}',
    message: 'direct eval can see `a`, `b`',
  },
  {
    code: 'PHO2001',
    what: 'a direct eval beside an import of state',
    source: "import { n } from './state.js';\nexport const run = (code) => ⟦eval(code);",
    message: 'direct eval can see `n`',
    options: { imports: { './state.js': stateful('n') } },
  },
  {
    code: 'PHO2001',
    what: 'an eval in the code of an eval',
    source: 'let a = 0;\na++;\nexport const run = (code) => ⟦eval("eval(code)");',
    message: 'direct eval can see `a`',
  },
  {
    code: 'PHO2001',
    what: 'a namespace in the code of an eval',
    source: "import * as state from './state.js';\nexport const run = () => ⟦eval('state.n');",
    message: 'direct eval can see `state`',
    options: { imports: { './state.js': stateful('n') } },
  },
  {
    code: 'PHO2001',
    what: 'the code of an eval inside `with` that names what an eval may have declared',
    source:
      'var a = 0;\na++;\nfunction run(o) {\n  with (o) {\n    eval("var a = 1");\n    ⟦eval("a++");\n  }\n}',
    message: 'direct eval can see `a`',
    options: commonjs,
  },
  {
    code: 'PHO2001',
    what: 'deleting what an eval may have declared',
    source: 'var a = 0;\na++;\nfunction run() {\n  eval("var a");\n  delete ⟦a;\n}',
    message: 'direct eval can see `a`',
    options: commonjs,
  },
  {
    code: 'PHO2002',
    what: 'what `with` cannot tell apart',
    source: 'var a = () => {};\nfunction run(object) {\n  with (object) a(), a = ⟦a + 1;\n}',
    message: '`a` is called, assigned and read inside `with`',
    options: commonjs,
  },
  {
    code: 'PHO2005',
    what: 'state of a namespace',
    source: 'namespace Counter {\n  export let [⟦n] = [0];\n}',
    message: 'namespace `Counter` holds `n`, which is destructured',
    options: typescript,
  },
  {
    code: 'PHO2006',
    what: 'a private static field with decorators',
    source: 'class A {\n  ⟦@dec static #n = 0;\n  hit() { A.#n++; }\n}',
    message: 'a decorated private static field',
  },
  {
    code: 'PHO3001',
    what: 'an object that becomes the exports object',
    source: 'var ⟦api = { hits: 0 };\nmodule.exports = api;',
    message: '`api` becomes the `exports` object',
    options: commonjs,
  },
  {
    code: 'PHO3002',
    what: 'a constant that copies state',
    source:
      'let cache = new Map();\nexport const shared = ⟦cache;\nexport const clear = () => { cache = new Map(); };',
    message: 'the constant `shared` keeps the first value of isolated `cache`',
  },
  {
    code: 'PHO3002',
    what: 'a prototype that is given state',
    source:
      'let cache = new Map();\nfunction Page() {}\nPage.prototype = { cache: ⟦cache };\nexport { Page };',
    message: 'the constant `Page.prototype` keeps the first value of isolated `cache`',
  },
  {
    code: 'PHO1010',
    what: 'a directive that does not exist',
    source: '⟦// @photon shard\nlet n = {};',
    message: 'unknown directive `@photon shard`; did you mean `shared`?',
  },
  {
    code: 'PHO3008',
    what: 'a directive before a constant',
    source: '⟦/** @photon private */\nconst table = {};\nlet n = {};',
    message: '`@photon private` has no effect here: constants are shared',
  },
  {
    code: 'PHO3008',
    what: 'a directive for statements before a declaration',
    source: '⟦// @photon replay\nlet n = {};',
    message: 'state is made again anyway',
  },
  {
    code: 'PHO3008',
    what: 'a directive for declarations before a statement',
    source: 'let n = {};\n⟦// @photon private\nn.a = 1;',
    message: 'a statement declares nothing',
  },
  {
    code: 'PHO3008',
    what: 'a directive in a function',
    source: 'export function f() {\n  ⟦// @photon shared\n  let n = {};\n  return n;\n}',
    message: 'it has to stand before a declaration or a statement of the module',
  },
  {
    code: 'PHO3008',
    what: 'a second pin of the module',
    source: '// @photon-module bindings\nlet n = {};\n⟦// @photon-module shared',
    message: '`@photon-module shared` has no effect here: another one',
  },
  {
    code: 'PHO3003',
    what: 'a bundle that is one function',
    source: '⟦(async () => {\n  let n = 0;\n  globalThis.hit = () => ++n;\n})();',
    message: 'inside one function',
    options: { finished: true },
  },
  {
    code: 'PHO3004',
    what: 'state of a top-level block',
    source: '{\n  let n = 0;\n  exports.next = () => ⟦n++;\n}',
    message: '`n` belongs to a block',
    options: commonjs,
  },
  {
    code: 'PHO3004',
    what: 'state of a loop',
    source: 'for (let n = 0; n < 3; n++) {\n  exports.next = () => ⟦n++;\n}',
    message: '`n` belongs to a block',
    options: commonjs,
  },
  {
    code: 'PHO3004',
    what: 'a class in a `switch` whose name is assigned',
    source: 'switch (x) {\n  case 0:\n    class A {}\n    exports.set = (B) => ⟦A = B;\n}',
    message: '`A` belongs to a block',
    options: commonjs,
  },
  {
    code: 'PHO3005',
    what: 'the `arguments` of a module',
    source: 'var ⟦arguments;\narguments = 1;',
    message: 'share `arguments`',
    options: commonjs,
  },
  {
    code: 'PHO3006',
    what: 'modules that are loaded by a template',
    source: "import('./literal.js');\nexport const load = (name) => ⟦import(`./locales/${name[0]}.js`);",
    message: 'one of several modules',
  },
  {
    code: 'PHO3006',
    what: 'modules that are required by a sum',
    source: "require('fs');\nexports.load = (name) => ⟦require('./' + name);",
    message: 'one of several modules',
    options: commonjs,
  },
  {
    code: 'PHO3007',
    what: 'an eval that declares a variable of the module',
    source: 'var a = {};\n⟦eval("var b = a");\nexports.b = () => b;',
    message: 'direct eval may declare variables',
    options: commonjs,
  },
];

/** Those that no stretch of a single source can trigger. */
const WITHOUT_PLACE: readonly DiagnosticCode[] = [
  'PHO1002',
  'PHO1003',
  'PHO1006',
  'PHO1007',
  'PHO1008',
  'PHO1009',
  'PHO1012',
  'PHO1014',
  'PHO1201',
  'PHO1202',
  'PHO3101',
];

function locate(marked: string): { source: string; line: number; column: number } {
  const before = marked.slice(0, marked.indexOf('⟦')).split('\n');
  return { source: marked.replace('⟦', ''), line: before.length, column: before.at(-1)?.length ?? 0 };
}

describe.each(CASES)('$code for $what', ({ code, source: marked, message, options = {} }) => {
  const { source, line, column } = locate(marked);
  const marker = code === 'PHO1004' ? `/*! photonized:1 */\n${source}` : source;
  const expectedLine = code === 'PHO1004' ? line + 1 : line;
  const find = (): Diagnostic | undefined =>
    problems(marker, options).find((diagnostic) => diagnostic.code === code);

  test('tells what, and what to do', () => {
    const diagnostic = find();
    expect(diagnostic).toMatchObject({ code, severity: CODES[code].severity });
    expect(diagnostic?.message).toContain(message);
    expect(diagnostic?.help).not.toBe('');
    expect(`${diagnostic?.message} ${diagnostic?.help}`).not.toMatch(/\{\w+\}|undefined/);
  });

  test('tells where', () => {
    expect(find()).toMatchObject({
      filename: options.filename ?? 'input.js',
      location: { line: expectedLine, column },
    });
  });

  test('shows the code, with a mark below the place', () => {
    const lines = find()?.frame?.split('\n') ?? [];
    const at = lines.findIndex((text) => text.startsWith(`> ${expectedLine} |`));
    expect(lines[at]).toBe(`> ${expectedLine} | ${marker.split('\n')[expectedLine - 1]}`);
    expect(lines[at + 1]?.indexOf('^')).toBe(`> ${expectedLine} | `.length + column);
  });
});

test('every problem that the compiler knows is among the cases', () => {
  const covered = new Set<string>([...WITHOUT_PLACE, ...CASES.map(({ code }) => code)]);
  expect(Object.keys(CODES).filter((code) => !covered.has(code))).toEqual([]);
});

test('warnings do not stop the compilation', () => {
  const { code, diagnostics, plan } = compile(
    'let cache = new Map(); cache = wrap(cache); export const c = cache;',
  );
  expect(diagnostics.map(({ severity }) => severity)).toEqual(['warning']);
  expect(plan.changed).toBe(true);
  expect(code).toContain('$module().init("cache"');
});

describe('what is not refused', () => {
  test.each<[string, string, Partial<TransformOptions>?]>([
    ['indirect eval', 'let a = 0; a++; export const run = (code) => (0, eval)(code);'],
    ['direct eval where no state is in sight', 'const a = 0; export const run = (code) => eval(code) + a;'],
    [
      'an own function called eval',
      'let a = 0; a++; exports.run = function (eval) { return eval(a); };',
      commonjs,
    ],
    [
      'direct eval in a module that is pinned',
      '// @photon-module shared\nlet a = 0; a++; export const run = (code) => eval(code);',
    ],
    ['a with statement far from state', 'var a = 0; a++; function run(o) { with (o) return b; }', commonjs],
    ['a function in a block, used there', 'if (x) { function f() {} f(); }', commonjs],
    ['a block variable that only the block writes', '{ let n = 0; n++; exports.n = n; }', commonjs],
    ['a block with a const', '{ const seen = new Set(); exports.see = (x) => seen.add(x); }', commonjs],
    ['a namespace of constants', 'namespace A { export const n = 0; }', typescript],
    ['an ambient namespace', 'declare namespace A { let n: number; }', typescript],
    ['a bundle of webpack in a package', 'var __webpack_modules__ = {};'],
    ['the mark of photonized files in a string', 'export const mark = "/*! photonized:1 */";'],
  ])('%s', (_, source, options = {}) => {
    expect(refusals(source, options)).toEqual([]);
  });
});

describe('several problems', () => {
  const source = [
    'let a = 0;',
    'export const set = (code) => { a++; eval(code); };',
    'export class A { @dec static #n = []; }',
    'export class B { @dec static #m = []; }',
  ].join('\n');

  test('are reported in one run, in the order of the source', () => {
    const places = refusals(source).map(({ code, location }) => `${code}:${location?.line}`);
    expect(places).toEqual(['PHO2001:2', 'PHO2006:3', 'PHO2006:4']);
  });

  test('of one kind are all reported', () => {
    const [, , first, second] = source.split('\n');
    expect(refusals(`${first}\n${second}`).map(({ location }) => location?.line)).toEqual([1, 2]);
    expect(
      refusals('let a = 0; a++; f = () => eval(a);\ng = () => eval(a);').map(
        ({ location }) => location?.line,
      ),
    ).toEqual([1, 2]);
  });

  test('of syntax are all reported, in the order of the source', () => {
    const found = refusals('return 1;\nlet a; let a;\nfor (;;) { continue x; }\n', { filename: 'a.mjs' });
    expect(found.map(({ code, location }) => `${code}:${location?.line}`)).toEqual([
      'PHO1001:1',
      'PHO1001:2',
      'PHO1001:3',
    ]);
  });

  test('at one place are one', () => {
    expect(refusals('let a = 0; a++;\neval(a);').map(({ location }) => location?.line)).toEqual([2]);
  });

  test('are all in the message of the error, and the first gives the code', () => {
    const error = (() => {
      try {
        compile(source);
      } catch (caught) {
        return caught as CompileError;
      }
      return undefined;
    })();
    expect(error).toBeInstanceOf(CompileError);
    expect(error?.name).toBe('CompileError');
    expect(error?.code).toBe('PHO2001');
    for (const { message } of refusals(source)) expect(error?.message).toContain(message);
  });
});

describe('frames', () => {
  test('of minified code stay short, and still mark the place', () => {
    const filler = 'x();'.repeat(20_000);
    const source = `let a=0;a++;${filler}eval(c);${filler}`;
    const [diagnostic] = refusals(source);
    expect(diagnostic?.location).toMatchObject({ line: 1, column: source.indexOf('eval') });
    const frame = diagnostic?.frame ?? '';
    expect(frame.length).toBeLessThan(500);
    const [code = '', mark = ''] = frame.split('\n');
    expect(code.slice(mark.indexOf('^'))).toMatch(/^eval\(c\)/);
  });

  test('of minified code mark the place at the start of the line, too', () => {
    const [diagnostic] = refusals(`eval(c);let a=0;a++;${'x();'.repeat(20_000)}`);
    const [code = '', mark = ''] = diagnostic?.frame?.split('\n') ?? [];
    expect(code.slice(mark.indexOf('^'))).toMatch(/^eval\(c\)/);
  });

  test('stay short next to a long line, such as a source map comment', () => {
    const comment = `//# sourceMappingURL=data:application/json;base64,${'A'.repeat(100_000)}`;
    const [diagnostic] = refusals(`let a = 0; a++;\neval(c);\n${comment}`);
    expect(diagnostic?.frame).toContain('eval(c)');
    expect(diagnostic?.frame?.length).toBeLessThan(2000);
  });

  test('count lines as the language does', () => {
    const [diagnostic] = refusals('let a = 0;\r\na++;\r\n\r\neval(c);');
    expect(diagnostic?.location).toMatchObject({ line: 4, column: 0 });
    expect(diagnostic?.frame).toMatch(/^> 4 \| eval\(c\);/m);
  });
});

describe('formatDiagnostic', () => {
  const [diagnostic] = refusals('let a = 0; a++;\n  eval(c);') as [Diagnostic];

  test('prints place, code, message, frame and help', () => {
    const lines = formatDiagnostic(diagnostic).split('\n');
    expect(lines[0]).toBe(`input.js:2:3: error PHO2001: ${diagnostic.message}`);
    expect(lines.slice(1, -1).join('\n')).toBe(diagnostic.frame);
    expect(lines.at(-1)).toBe(`help: ${diagnostic.help}`);
  });

  test('prints colours only on demand, and nothing else differs', () => {
    const colored = formatDiagnostic(diagnostic, { color: true });
    const esc = String.fromCharCode(27);
    expect(formatDiagnostic(diagnostic)).not.toContain(esc);
    expect(colored).toContain(`${esc}[31merror PHO2001${esc}[39m`);
    expect(colored.replaceAll(new RegExp(`${esc}\\[\\d+m`, 'g'), '')).toBe(formatDiagnostic(diagnostic));
  });

  test('tells warnings from errors', () => {
    const warning = createDiagnostic('PHO3003', {});
    expect(formatDiagnostic(warning)).toMatch(/^warning PHO3003: /);
  });

  test('leaves out what a problem without place has not', () => {
    const text = formatDiagnostic(
      createDiagnostic('PHO1003', { policy: 'x', known: 'a, b', suggestion: '' }),
    );
    expect(text).toBe('error PHO1003: unknown policy `x`\nhelp: Policies: a, b.');
  });
});

test('diagnostics are plain data', () => {
  for (const source of ['let a = 0; a++;\neval(c);', 'let a =']) {
    const diagnostics = refusals(source);
    expect(JSON.parse(JSON.stringify(diagnostics))).toStrictEqual(diagnostics);
    expect(Object.keys(diagnostics[0]?.location ?? {})).toEqual(['line', 'column']);
  }
});
