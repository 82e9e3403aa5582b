import * as t from '@babel/types';
import { describe, expect, test } from 'vitest';
import { compile, stateful } from './support/compile.js';
import { functionNamed, lookupsIn, nodesOf, parseOutput } from './support/tree.js';

const STATE = 'let total = 0; total++; let list = [];\n';

/** The generated code of the function `f` that a source on `total` and `list` defines. */
function generated(source: string): t.Function {
  const tree = parseOutput(compile(`${STATE}${source}\nexport { f };`).code);
  return functionNamed(tree, 'f');
}

const LOOPS = [
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
  'WhileStatement',
  'DoWhileStatement',
] as const;

function loopsIn(root: t.Node): (t.Loop & { body: t.Statement })[] {
  return LOOPS.flatMap((type) => nodesOf(root, type));
}

describe('a loop holds no lookup', () => {
  test.each([
    ['a body', 'function f(n) { for (let i = 0; i < n; i++) total += i; }'],
    ['a block', 'function f(n) { for (let i = 0; i < n; i++) { total += i; list.push(total); } }'],
    ['a test and an update', 'function f() { for (let i = 0; i < list.length; i += total) g(i); }'],
    ['nested loops', 'function f(m) { for (const row of m) for (const x of row) total += x; }'],
    ['while', 'function f() { while (total < 9) total++; }'],
    ['do', 'function f() { do { total++; } while (total < 9); }'],
    ['a head', 'function f(xs) { for (total of xs) g(total); }'],
    ['for-in', 'function f(o) { for (const key in o) list.push(key); }'],
    ['for-await', 'async function f(xs) { for await (const x of xs) total += x; }'],
    ['a condition', 'function f(n) { if (n) for (;;) total += n; }'],
    ['a label', 'function f(n) { outer: for (;;) { for (;;) { total += n; continue outer; } } }'],
    ['a try', 'function f(xs) { for (const x of xs) try { total += x; } catch { list.push(x); } }'],
    [
      'a switch',
      'function f(xs) { for (const x of xs) switch (x) { case 1: total++; break; default: total--; } }',
    ],
    ['a closure inside', 'function f(xs) { for (const x of xs) g(() => (total += x)); }'],
    ['a method', 'const object = { f(xs) { for (const x of xs) total += x; } }; const { f } = object;'],
    ['an async function that waits', 'async function f(xs) { for (const x of xs) { await x; total += x; } }'],
  ])('in %s', (_, source) => {
    const code = generated(source);
    expect(loopsIn(code).length).toBeGreaterThan(0);
    for (const loop of loopsIn(code)) {
      const inClosures = nodesOf(loop, 'ArrowFunctionExpression').flatMap(lookupsIn);
      // What a closure looks up, it captures: that is no lookup of the context.
      for (const call of lookupsIn(loop))
        expect([inClosures.includes(call), call.arguments.length]).toEqual([true, 1]);
    }
    expect(lookupsIn(code).filter((call) => call.arguments.length === 0)).toHaveLength(1);
  });
});

describe('an activation has at most one lookup', () => {
  test.each([
    ['several accesses', 'function f(x) { total += x; list.push(total); return total; }'],
    ['an expression', 'const f = (x) => total + list.length + x;'],
    ['branches', 'function f(x) { if (x) { total++; } else { list.push(x); } return total; }'],
    ['a default value and the body of a block', 'function f(x) { return [total, () => total, () => list]; }'],
    ['destructuring', 'function f(o) { ({ a: total, b: [list] } = o); }'],
    ['a finally', 'function f(g) { try { total++; g(); } finally { total--; } }'],
  ])('for %s', (_, source) => {
    const code = generated(source);
    expect(lookupsIn(code).filter((call) => call.arguments.length === 0)).toHaveLength(1);
  });

  test('and closures capture its record', () => {
    const code = generated(
      'function f(xs) { total++; return xs.map((x) => () => total + x + list.length); }',
    );
    const lookups = lookupsIn(code);
    expect(lookups.filter((call) => call.arguments.length === 0)).toHaveLength(1);
    const arrows = nodesOf(code, 'ArrowFunctionExpression');
    for (const arrow of arrows) {
      for (const call of lookupsIn(arrow)) expect(call.arguments).toHaveLength(1);
    }
  });

  test('per record: a second module’s record is another one', () => {
    const { code } = compile(
      `${STATE}import { n, m } from './state.js';\nexport function f() { total += n + m; list.push(n, m); }`,
      { imports: { './state.js': stateful('n', 'm') } },
    );
    const names = lookupsIn(functionNamed(parseOutput(code), 'f')).map(
      ({ callee }) => (callee as t.Identifier).name,
    );
    expect(names).toHaveLength(2);
    expect(new Set(names).size).toBe(2);
  });
});

describe('a path that needs no state has no lookup', () => {
  test('before an early return', () => {
    const code = generated(
      'function f(x) { if (x === undefined) return; const y = x * 2; total += y; list.push(y); }',
    );
    const [first, second] = (code.body as t.BlockStatement).body as [t.Statement, t.Statement];
    expect(lookupsIn(first)).toEqual([]);
    expect(lookupsIn(second)).toEqual([]);
    expect(lookupsIn(code)).toHaveLength(1);
  });

  test('in the other branch', () => {
    const code = generated('function f(x) { if (x) { total++; list.push(x); } else { g(x); } }');
    const branch = nodesOf(code, 'IfStatement')[0];
    expect(lookupsIn(branch?.consequent as t.Node)).toHaveLength(1);
    expect(lookupsIn(branch?.alternate as t.Node)).toEqual([]);
    expect(lookupsIn(code)).toHaveLength(1);
  });

  test('in a single access, which looks up in place', () => {
    const code = generated('function f(x) { return x ? total : 0; }');
    const [conditional] = nodesOf(code, 'ConditionalExpression');
    expect(lookupsIn(conditional?.consequent as t.Node)).toHaveLength(1);
    expect(lookupsIn(code)).toHaveLength(1);
  });

  test('in a function that touches none', () => {
    expect(lookupsIn(generated('function f(x) { return x + 1; }'))).toEqual([]);
  });
});

describe('a function of which all calls are known', () => {
  /** Its parameters, and the arguments of its first call, as `f` makes it. */
  function called(source: string): { parameters: string[]; values: string[]; lookups: number } {
    const tree = parseOutput(compile(`${STATE}${source}\nexport { f };`).code);
    const calls = nodesOf(tree, 'CallExpression').filter(({ callee }) =>
      t.isIdentifier(callee, { name: 'g' }),
    );
    const names = (nodes: readonly t.Node[]) =>
      nodes.map((node) => (t.isIdentifier(node) ? node.name : t.isCallExpression(node) ? '()' : '…'));
    return {
      parameters: names(functionNamed(tree, 'g').params),
      values: names(calls[0]?.arguments ?? []),
      lookups: lookupsIn(functionNamed(tree, 'g')).length,
    };
  }

  test.each([
    ['a declaration', 'function g(x) { total += x; } function f() { g(1); }'],
    ['an arrow function', 'const g = x => total + x; function f() { return g(1); }'],
    ['a function expression', 'const g = function (x) { total += x; }; function f() { g(1); }'],
    ['an async function', 'async function g(x) { await x; total += x; } function f() { return g(1); }'],
    [
      'what only passes it on',
      'function g(x) { h(x); } function h(x) { total += x; } function f() { g(1); }',
    ],
    ['recursion', 'function g(x) { return x ? g(x - 1) : total; } function f() { return g(1); }'],
  ])('is given its record: %s', (_, source) => {
    const { parameters, values, lookups } = called(source);
    expect({ parameters, lookups }).toEqual({ parameters: ['$r', 'x'], lookups: 0 });
    expect(values).toHaveLength(2);
  });

  test.each([
    ['is exported', 'export function g(x) { total += x; } function f() { g(1); }'],
    ['is a value', 'function g(x) { total += x; } function f() { g(1); [1].map(g); }'],
    ['is constructed', 'function g(x) { this.x = total + x; } function f() { g(1); return new g(); }'],
    ['names its arguments', 'function g(x) { total += arguments.length; } function f() { g(1); }'],
    ['is a generator', 'function* g(x) { total += x; } function f() { g(1); }'],
    ['gets what a generator waits for', 'function g(x) { total += x; } function* f() { g(yield); }'],
    ['is named by an eval', 'function g(x) { total += x; } function f() { g(1); eval("g(2)"); }'],
    ['needs none', 'function g(x) { return x; } function f() { g(1); }'],
  ])('but not if it %s', (_, source) => {
    const { parameters, values } = called(source);
    expect(parameters).toEqual(['x']);
    expect(values.length).toBeLessThan(2);
  });

  test('a call in a closure hands on what the closure captures', () => {
    const { code } = compile(
      `${STATE}function g() { total++; } export function f(xs) { return () => { g(); g(); }; }`,
    );
    const arrow = nodesOf(functionNamed(parseOutput(code), 'f'), 'ArrowFunctionExpression')[0] as t.Node;
    expect(lookupsIn(arrow).map((call) => call.arguments.length)).toEqual([1]);
  });
});

describe('a generator', () => {
  test('looks up again after a yield', () => {
    const code = generated('function* f() { total++; yield 1; total++; }');
    expect(lookupsIn(code).filter((call) => call.arguments.length === 0)).toHaveLength(2);
  });

  test('looks up once for a loop without yield', () => {
    const code = generated(
      'function* f(xs) { for (const x of xs) { total += x; list.push(x); } yield total; }',
    );
    for (const loop of loopsIn(code)) expect(lookupsIn(loop)).toEqual([]);
  });

  test('looks up in each round of a loop that yields', () => {
    const code = generated('function* f(xs) { for (const x of xs) { total += x; yield x; } }');
    expect(loopsIn(code).flatMap(lookupsIn)).toHaveLength(1);
  });
});

test('a method of a class looks up like a function', () => {
  const { code } = compile(
    `${STATE}export class A { f(xs) { for (const x of xs) total += x; return total; } }`,
  );
  const method = functionNamed(parseOutput(code), 'f');
  expect(lookupsIn(method)).toHaveLength(1);
  expect(loopsIn(method).flatMap(lookupsIn)).toEqual([]);
});

test('top-level code has no lookup at all', () => {
  const { code } = compile(
    `${STATE}for (const x of [1, 2]) total += x;\nlist.push(total);\nexport { total };`,
  );
  const statements = parseOutput(code).program.body.filter(({ type }) => type !== 'FunctionDeclaration');
  expect(statements.flatMap(lookupsIn)).toEqual([]);
});
