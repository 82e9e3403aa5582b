import * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import type { Binding, Occurrence, Scope } from '../../scope/scope.js';
import { functionAround } from '../places.js';
import { rootOfCallee } from './commonjs-call.js';
import { type ModuleFunction, moduleFunctionsOf } from './module-functions.js';

/** A call that evaluates a module and forgets how, so that it happens once. */
const FORGETTING = /\(\s*([\w$]+)\s*=\s*0\s*\)/;

/** Lazy modules of one helper. */
export interface LazyModules {
  /** The parameter that the helper calls. */
  readonly callee: t.Identifier;
  /** The functions that are given for it. */
  readonly functions: readonly ModuleFunction[];
}

/**
 * Finds the bodies of ES modules that a bundle evaluates on demand. What calls them forgets them first; minifiers do
 * not change that.
 *
 *     var __esm = (fn, res) => function __init() { return fn && (res = (0, fn[…])(fn = 0)), res; };
 *     var count, init_counter = __esm({ "src/counter.js"() { count = 10; } });
 *
 * The variables of such a module are declared outside of it.
 */
export function findLazyModules(names: Names, source: string): LazyModules[] {
  if (!FORGETTING.test(source)) return [];
  const parameters = names.scopes.flatMap(({ declared }) => declared.filter(({ kind }) => kind === 'param'));
  return parameters.flatMap(({ writes }) => writes.flatMap((write) => lazyModules(write, names) ?? []));
}

function lazyModules(forgetting: Occurrence, names: Names): LazyModules | undefined {
  const callee = forgottenCallee(forgetting);
  return callee && { callee, functions: moduleFunctionsOf(callee, names) };
}

/** `fn` in `fn(fn = 0)` and `(0, fn[name])(fn = 0)`. */
function forgottenCallee({ node: { name }, key, parent }: Occurrence): t.Identifier | undefined {
  const assignment = parent?.node;
  if (key !== 'left' || !t.isAssignmentExpression(assignment, { operator: '=' })) return undefined;
  const call = parent?.key === 'arguments' ? parent.parent?.node : undefined;
  if (!t.isNumericLiteral(assignment.right, { value: 0 }) || !t.isCallExpression(call)) return undefined;
  const callee = rootOfCallee(call.callee);
  return call.arguments.length === 1 && t.isIdentifier(callee, { name }) ? callee : undefined;
}

/**
 * The variables outside of a lazy module that are its own: its top-level code is what assigns them.
 * @param functions the bodies of all lazy modules
 */
export function hoistedVariables(functions: readonly t.Function[], names: Names): Map<Binding, t.Function> {
  const bodies = new Set<t.Node>(functions);
  const scopes = new Set(functions.flatMap((node) => scopesAround(names.scopeOf(node))));
  const owners = new Map<Binding, t.Function>();
  for (const binding of [...scopes].flatMap(({ declared }) => declared)) {
    const owner = isDeclaredOnly(binding) ? ownerOf(binding, bodies) : undefined;
    if (owner) owners.set(binding, owner);
  }
  return owners;
}

function scopesAround(scope: Scope | undefined): Scope[] {
  return scope?.parent ? [scope.parent, ...scopesAround(scope.parent)] : [];
}

/** `var count;` */
function isDeclaredOnly({ kind, declarations }: Binding): boolean {
  return (
    kind === 'var' &&
    declarations.every(
      ({ node, parent }) =>
        t.isVariableDeclarator(node) && node.init == null && !t.isForXStatement(parent?.parent?.node),
    )
  );
}

/** The one lazy module whose own code assigns a variable, which the code around it does not. */
function ownerOf({ writes, scope }: Binding, bodies: ReadonlySet<t.Node>): t.Function | undefined {
  const around = writes.map((write) => functionAround(write)?.node);
  const owners = new Set(around.filter((node) => node !== undefined && bodies.has(node)));
  const outside = t.isFunction(scope.place.node) ? scope.place.node : undefined;
  const [owner] = owners;
  return owners.size === 1 && !around.includes(outside) ? owner : undefined;
}
