import traverse, { type NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import { type Place, Root } from './place.js';
import type { Binding, Occurrence, Scope } from './scope.js';
import { Walk } from './walk.js';

/** What the names of a file mean. */
export interface Names {
  readonly program: NodePath<t.Program>;
  /** All scopes of the file, outer ones before inner ones. The first is that of the program. */
  readonly scopes: readonly [Scope, ...Scope[]];
  /** The scope that a node opens. */
  readonly scopeOf: (node: t.Node) => Scope | undefined;
  /** What an identifier names; `undefined` for globals, and for identifiers that name nothing. */
  readonly bindingOf: (node: t.Node) => Binding | undefined;
  /** The occurrences of names that the file does not declare, by name. */
  readonly globals: ReadonlyMap<string, readonly Occurrence[]>;
  /** Where `this` is asked for a property, and is a class or the program. */
  readonly usesOfThis: (owner: t.Node) => readonly Place[];
  /** All `import(…)`. */
  readonly dynamicImports: readonly Place<t.ImportExpression>[];
  /** Whether there are tags, which compilers make calls of functions that the file does not name. */
  readonly usesJsx: boolean;
}

/**
 * Finds out what every name of a file means, in one walk.
 *
 * Paths are made without scopes of their own: the ones that come with paths describe every node of a file, which
 * takes longer than parsing it, and know fewer of the language's scopes.
 */
export function resolveNames(ast: t.File): Names {
  const program = programPath(ast);
  return namesOf(program, new Walk(new Root(program)));
}

/**
 * The same for the code of a direct eval, which sees the names around its call. What it does with them is noted with
 * their bindings.
 */
export function resolveEvalNames(ast: t.File, call: Place, scope: Scope): Names {
  const program = programPath(ast);
  return namesOf(program, new Walk(new Root(program, call), scope));
}

function namesOf(program: NodePath<t.Program>, walk: Walk): Names {
  const scopes = new Map(walk.scopes.map((scope) => [scope.place.node, scope]));
  return {
    program,
    scopeOf: (node) => scopes.get(node),
    scopes: walk.scopes as [Scope, ...Scope[]],
    bindingOf: (node) => walk.meanings.get(node),
    globals: walk.globals,
    usesOfThis: (owner) => walk.usesOfThis.get(owner) ?? [],
    dynamicImports: walk.dynamicImports,
    usesJsx: walk.usesJsx,
  };
}

function programPath(ast: t.File): NodePath<t.Program> {
  let program: NodePath<t.Program> | undefined;
  traverse(ast, {
    noScope: true,
    Program(path) {
      program = path;
      path.stop();
    },
  });
  if (program === undefined) throw new Error('a file has a program');
  return program;
}
