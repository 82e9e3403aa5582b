import { describe, expect, it } from 'vitest';
import { parse } from '../src/parse/parse.js';
import { resolveNames } from '../src/scope/names.js';

/** What the occurrences of `x` mean: the kind of their scope and their role, in the order of the source. */
function meaningsOfX(source: string, filename = 'a.cjs'): string[] {
  const { scopes, globals } = resolveNames(parse(source, filename).ast);
  const bound = scopes.flatMap((scope) =>
    scope.declared.flatMap(({ name, kind, occurrences }) =>
      name === 'x'
        ? occurrences.map(({ node, role }) => ({ node, text: `${role} ${kind} of ${scope.kind}` }))
        : [],
    ),
  );
  const free = (globals.get('x') ?? []).map(({ node, role }) => ({ node, text: `${role} global` }));
  return [...bound, ...free]
    .sort((a, b) => (a.node.start ?? 0) - (b.node.start ?? 0))
    .map(({ text }) => text);
}

/** A source and what its `x`s mean. */
type Case = readonly [source: string, ...meanings: string[]];

const SCRIPTS: readonly Case[] = [
  ['x = 1; x.x; ({ x: 2 }); x: for (;;) break x;', 'write global', 'read global'],
  ['f(x); function f() { var x; }', 'read global', 'declare var of function'],
  ['{ x; var x; }', 'read var of program', 'declare var of program'],
  ['{ x; let x; } x;', 'read let of block', 'declare let of block', 'read global'],
  ['var x = 1; function x() {}', 'declare function of program', 'declare function of program'],
  [
    'let x; function f(a = x) { var x; }',
    'declare let of program',
    'read let of program',
    'declare var of function',
  ],
  [
    'function f(x) { var x; x++; }',
    'declare param of function',
    'declare param of function',
    'write param of function',
  ],
  ['function f(x, y = x) { x; }', 'declare param of params', 'read param of params', 'read param of params'],
  [
    'let x; switch (x) { case 1: let x; }',
    'declare let of program',
    'read let of program',
    'declare let of block',
  ],
  [
    'class x { m() { x; } } x;',
    'declare class of program',
    'declare self of class',
    'read self of class',
    'read class of program',
  ],
  ['(function x() { x = 1; }); x;', 'declare self of self', 'write self of self', 'read global'],
  ['try {} catch (x) { x; } x;', 'declare catch of catch', 'read catch of catch', 'read global'],
  ['for (let x of x) x; x;', 'declare let of block', 'read let of block', 'read let of block', 'read global'],
  ['[a.b, { x = x, y: [...x] }] = z;', 'write global', 'read global', 'write global'],
  [
    'class A { static { var x; x; } } x;',
    'declare var of staticBlock',
    'read var of staticBlock',
    'read global',
  ],
  ['class A { x = x; #x; y() { return this.#x; } [x]() {} }', 'read global', 'read global'],
  ['{ function x() {} }', 'declare function of block'],
  ['if (y) function x() {} x;', 'declare var of program', 'declare function of block', 'read var of program'],
  [
    'let x; { function x() {} } x;',
    'declare let of program',
    'declare function of block',
    'read let of program',
  ],
  ['"use strict"; { function x() {} } x;', 'declare function of block', 'read global'],
  ['<x />; <x.y x="" />; <y.x />;', 'read global'],
];

const TYPESCRIPT: readonly Case[] = [
  ['let x: x = <x>y as x; interface y { x: x }', 'declare let of program'],
  ['(x as any) += 1; x!++; [(x as any)] = y;', 'write global', 'write global', 'write global'],
  ['enum E { x = 1, y = x } x;', 'declare const of enum', 'read const of enum', 'read global'],
  [
    'namespace N { export let x = 1; x; } x;',
    'declare let of namespace',
    'read let of namespace',
    'read global',
  ],
  ['import x = y.x; x;', 'declare alias of program', 'read alias of program'],
  ['class A { constructor(private x: number) { x; } }', 'declare param of params', 'read param of params'],
  ['declare let x: number; x;', 'declare ambient of program', 'read ambient of program'],
];

const MODULES: readonly Case[] = [
  ['import { y as x } from "m"; export { x };', 'declare import of program', 'export import of program'],
  ['export { x } from "m"; export * as y from "m";'],
  ['export default class x {}', 'declare class of program', 'declare self of class'],
];

describe('what names mean', () => {
  const kinds = [
    ['a.cjs', SCRIPTS],
    ['a.ts', TYPESCRIPT],
    ['a.mjs', MODULES],
  ] as const;
  for (const [filename, cases] of kinds) {
    it.each(cases)(`${filename}: %s`, (source, ...meanings) => {
      expect(meaningsOfX(source, filename)).toEqual(meanings);
    });
  }

  it('knows that functions have `arguments` of their own', () => {
    const { globals } = resolveNames(
      parse('arguments; (() => arguments); function f() { arguments; }', 'a.cjs').ast,
    );
    expect(globals.get('arguments')).toHaveLength(2);
  });

  it('makes paths of places that navigation finds again', () => {
    const { program, scopes } = resolveNames(parse('let x; f(() => [x]);', 'a.cjs').ast);
    const [use] = scopes[0].own('x')?.uses ?? [];
    expect(use?.path).toBe(program.get('body.1.expression.arguments.0.body.elements.0'));
    expect(use?.path.parentPath?.isArrayExpression()).toBe(true);
  });
});
