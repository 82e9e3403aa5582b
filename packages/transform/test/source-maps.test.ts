import { eachMapping, originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { describe, expect, test } from 'vitest';
import { GENERATED_SOURCE, type SourceMap, type TransformOptions } from '../src/index.js';
import { compile, stateful } from './support/compile.js';
import { identifiersOf, type Place } from './support/identifiers.js';

const typescript = { filename: 'input.ts' };
const withState = { imports: { './state.js': stateful('count', 'default') } };

const SNIPPETS: [name: string, source: string, options?: Partial<TransformOptions>][] = [
  ['reads', 'let a = start(); a = next(a);\nexport function f(x) { return [a, x, a.b, a[x], `t${a}`]; }'],
  [
    'writes',
    'let a = 0, b;\nexport function f(x) { a = x; a += x; a ??= b; b = a++ + --a; return delete b.c; }',
  ],
  [
    'calls',
    'let call = load(); call = wrap(call);\nexport const f = (x) => call(x) + call?.(x) + call`${x}` + new call(x).y;',
  ],
  [
    'patterns',
    'let a, b = {}, rest;\nexport function f(o, k) { [a, { [k]: b = k, ...rest }] = o; ({ a, b: [b] } = o); return rest; }',
  ],
  [
    'declared patterns',
    'let { a, b: [c, ...d], e = a } = load(), z = c;\nexport function f() { return [a, c, d, e, z]; }',
  ],
  ['shorthands', 'let a = {}, b = {};\nexport function f(x) { return { a, b, x, y: a }; }'],
  [
    'loops',
    'let total = 0, key;\nexport function f(xs) { for (const x of xs) total += x; for (key in xs) g(key); while (total) total--; }',
  ],
  [
    'closures',
    'let n = 0, m = 0;\nexport function f(xs) { n++; m++; return xs.map((x) => () => n + m + x); }',
  ],
  [
    'arrow functions',
    'let a = {}, b = {};\nexport const f = (x) => a.p + b.q + x;\nexport const g = (x = a, y = () => b) => [x, y];',
  ],
  ['conditions', 'let a = {};\nexport function f(x) { if (x) { g(a); h(a); } else i(x); return x ? a : x; }'],
  [
    'top-level statements',
    'let list = [], sum = 0;\nfor (const x of load()) { list.push(x); sum += x; }\nif (sum) setup(list);\nexport { list, sum as total };',
  ],
  [
    'constants that run code',
    'let n = 0;\nfunction next() { return ++n; }\nconst id = next(), { p = next() } = load(id);\nexport { id, p };',
  ],
  [
    'loops with `var`',
    'for (var i = 0, last; i < size; i++) last = visit(i);\nexports.last = () => last + i;',
  ],
  [
    'statics',
    'export class Page { static seen = start(); static #secret = key(); static all = [];\n  static hit(x) { return Page.seen += x + Page.#secret; } }',
  ],
  [
    'classes',
    'let base = load();\nexport class A extends base.B { x = base; #y = () => base; m(z) { return super.m(z) + base + this.x; } }',
  ],
  [
    'reassigned classes and functions',
    'class A { m(x) { return x; } }\nfunction f(y) { return y; }\nA = wrap(A); f = wrap(f);\nexport { A, f };',
  ],
  [
    'imports',
    "import start, { count, other } from './state.js';\nexport const f = (x) => count + start + other(x);",
    withState,
  ],
  [
    'namespaces',
    "import * as state from './state.js';\nexport const f = (x) => [state.count, state.other(x), state];",
    withState,
  ],
  ['dynamic imports', "export const f = async (x) => (await import('./state.js')).count + x;", withState],
  ['default exports', 'let cache = {};\nexport default cache;\nexport const f = (x) => cache[x];'],
  [
    'awaits',
    'let config = await load(), limit = config.limit;\nawait setup(config);\nexport const f = (x) => config[x] + limit;',
  ],
  ['generators', 'let n = 0;\nexport function* f(xs) { for (const x of xs) { yield x; n += x; } n++; }'],
  [
    'JSX',
    'let Title = load();\nexport const f = (props) => <Title {...props} size={Title.size}>{props.text}</Title>;',
  ],
  [
    'TypeScript',
    'let n: number = start();\nexport function f<T extends Shape>(x: T, y?: string): number { n += x.size; return (n as number) + y!.length; }',
    typescript,
  ],
  [
    'TypeScript classes',
    'export class A<T> { private static readonly limit = size(); static seen: number = 0;\n  constructor(private readonly value: T) { A.seen++; } get(): T { return this.value; } }',
    typescript,
  ],
  [
    'old style',
    "'use strict';\nvar fs = require('fs');\nvar cache = {};\nmodule.exports = function handler(event) { cache[event.key] = fs; return cache; };",
  ],
  [
    'minified code',
    'let a=b(),c=0;function d(e){for(let f=0;f<e;f++)c+=f,a.push(c);return c}export{d as g};',
  ],
  ['Windows line ends', 'let a = b();\r\n\r\na = c(a);\r\nexport const f = (x) => a + x;\r\n'],
  [
    'characters beyond the first plane',
    'let größe = "😀".concat(b), ключ = größe;\nключ = c;\nexport const f = (x) => größe + "😀" + ключ + x;',
  ],
  ['a hashbang', '#!/usr/bin/env node\nlet a = b();\na = c(a);\n'],
];

/** Names of static fields have become strings, those of private ones wherever they are used: no identifiers. */
const GONE = ['seen 1:27', 'secret 1:51', 'all 1:74', 'seen 1:67', 'Page 2:42', 'secret 2:48'];

const lineOf = (source: string, line: number) => source.split(/\r\n|\n/)[line - 1] ?? '';

function tracer(map: SourceMap | null): (place: Place) => { line: number | null; column: number | null } {
  expect(map).not.toBeNull();
  const trace = new TraceMap(map as never);
  return ({ line, column }) => originalPositionFor(trace, { line, column });
}

describe.each(SNIPPETS.map(([name, source, options = {}]) => ({ name, source, options })))(
  'the source map of $name',
  ({ source, options }) => {
    const { code, map } = compile(source, options);
    const filename = options.filename ?? 'input.js';
    const original = identifiersOf(source, filename);
    const known = new Set(original.map(({ name }) => name));
    const generated = identifiersOf(code, filename);
    const key = ({ name, line, column }: Place) => `${name} ${line}:${column}`;

    test('names the file and holds its source', () => {
      expect(map).toMatchObject({ version: 3, sources: [filename, GENERATED_SOURCE], ignoreList: [1] });
      expect(map?.sourcesContent[0]).toBe(source);
    });

    test('leads every identifier of the source back to its exact place', () => {
      const find = tracer(map);
      const traced = new Set(
        generated.map(({ name, ...place }) => {
          const { line, column } = find({ name, ...place });
          return `${name} ${line}:${column}`;
        }),
      );
      // An import or a namespace is reached under another name, at the same place.
      if (options.imports) {
        eachMapping(new TraceMap(map as never), ({ originalLine, originalColumn }) => {
          const named = original.find(
            ({ line, column }) => line === originalLine && column === originalColumn,
          );
          if (named) traced.add(key(named));
        });
      }
      expect(original.map(key).filter((place) => !traced.has(place) && !GONE.includes(place))).toEqual([]);
    });

    test('leads no identifier to a place where another one stands', () => {
      const find = tracer(map);
      const astray = generated
        .filter(({ name }) => known.has(name))
        .flatMap((place) => {
          const { line, column } = find(place);
          if (line === null || column === null) return [];
          const text = lineOf(source, line).slice(column);
          const there = original.find((other) => other.line === line && other.column === column);
          return there && there.name !== place.name ? [`${key(place)} → ${text}`] : [];
        });
      expect(astray).toEqual([]);
    });

    test('leads every place to one that exists', () => {
      const find = tracer(map);
      for (const place of generated) {
        const { line, column } = find(place);
        if (line === null || column === null) continue;
        expect(lineOf(source, line).length).toBeGreaterThanOrEqual(column);
      }
    });
  },
);

test('string literals, numbers and templates keep their places, too', () => {
  const source = 'let a = create("text", 42);\na = next(a);\nexport const f = () => a + "other" + 7;';
  const { code, map } = compile(source);
  const find = tracer(map);
  for (const literal of ['"text"', '42', '"other"', '7;']) {
    const at = code.indexOf(literal);
    const before = code.slice(0, at).split('\n');
    const { line, column } = find({ name: '', line: before.length, column: before.at(-1)?.length ?? 0 });
    expect(lineOf(source, line ?? 0).slice(column ?? 0)).toMatch(new RegExp(`^${literal}`));
  }
});

test('stack traces show where the source awaits what the module awaits for it', () => {
  const source = 'let n = [await a(),\n  await b()];\nif (n) {\n  n = c(await d());\n}\nawait e();';
  const { code, map } = compile(source);
  const find = tracer(map);
  const awaits = code
    .split('\n')
    .flatMap((text, i) =>
      [...text.matchAll(/(?<![\w$])await /g)].map(({ index }) =>
        find({ name: 'await', line: i + 1, column: index }),
      ),
    );
  const original = [
    [2, 2],
    [1, 9],
    [4, 8],
    [6, 0],
  ];
  expect(awaits.map(({ line, column }) => [line, column])).toEqual(original);
});
