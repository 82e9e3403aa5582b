import * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import type { Place } from '../../scope/place.js';
import type { Binding, Occurrence } from '../../scope/scope.js';
import { memberName } from '../names.js';
import { isWithin } from '../places.js';

/** Where a module function finds its module's own variables among its parameters. */
export interface Signature {
  readonly module: number | undefined;
  readonly exports: number | undefined;
  /** Where it finds what loads other modules, if it is given that. */
  readonly require: number | undefined;
}

/** A call that evaluates a CommonJS module. */
export interface CommonJsCall {
  readonly place: Place<t.CallExpression>;
  readonly signature: Signature;
  /** What is called: a function, or the variable that holds it or a table of such functions. */
  readonly callee: t.Function | t.Identifier;
  /** The function around the call, if it is handed on as what loads other modules: `__webpack_require__`. */
  readonly loader: Binding | undefined;
}

/** All module systems make such an object for each module. A file without one has no CommonJS modules in it. */
const MODULE_OBJECT = /\bexports['"]?\s*[:=]\s*\{\s*\}/;

/**
 * Finds the calls that hand a function `module` and `module.exports`. That is what evaluating a CommonJS module means,
 * whichever bundler made the call and whatever a minifier made of it:
 *
 *     __webpack_modules__[moduleId](module, module.exports, __webpack_require__)
 *     modules[moduleId].call(module.exports, module, module.exports, __webpack_require__)
 *     (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod)
 *     (function (module, exports) { … })(foo, foo.exports)
 */
export function findCommonJsCalls(names: Names, source: string): CommonJsCall[] {
  if (!MODULE_OBJECT.test(source)) return [];
  const occurrences = names.scopes.flatMap(({ declared }) => declared.flatMap((binding) => binding.uses));
  const calls = new Map(
    occurrences.flatMap((use) => callWithExportsOf(use) ?? []).map((place) => [place.node, place]),
  );
  return [...calls.values()].flatMap((place) => commonJsCall(place, names) ?? []);
}

/** The call in `f(module.exports)` and `f((module = { exports: {} }).exports)`. */
function callWithExportsOf({ role, key, parent }: Occurrence): Place<t.CallExpression> | undefined {
  const isAssigned = role === 'write' && key === 'left' && t.isAssignmentExpression(parent?.node);
  const member = isAssigned ? parent?.parent : parent;
  const isExports = t.isMemberExpression(member?.node) && memberName(member.node) === 'exports';
  const call = isExports && member?.key === 'arguments' ? member.parent : undefined;
  return t.isCallExpression(call?.node) ? (call as Place<t.CallExpression>) : undefined;
}

function commonJsCall(place: Place<t.CallExpression>, names: Names): CommonJsCall | undefined {
  const { callee: called, arguments: all } = place.node;
  const isIndirect = t.isMemberExpression(called) && memberName(called) === 'call';
  const args = isIndirect ? all.slice(1) : all;
  const exports = args.findIndex((argument) => ownerOfExports(argument, names) !== undefined);
  const owner = ownerOfExports(args[exports], names);
  const module = args.findIndex((argument) => owner !== undefined && moduleIn(argument, names) === owner);
  const callee = rootOfCallee(isIndirect ? called.object : called);
  if (module < 0 || !callee) return undefined;
  const require = args.findIndex((argument) => t.isFunction(argument) || loaderIn(argument, place, names));
  const loader = args[require] && loaderIn(args[require], place, names);
  return {
    place,
    callee,
    loader,
    signature: { module, exports, require: require < 0 ? undefined : require },
  };
}

/** The variable whose `exports` an argument is: `mod.exports`, `(mod = { exports: {} }).exports`. */
function ownerOfExports(node: t.Node | undefined, names: Names): Binding | undefined {
  if (!t.isMemberExpression(node) || memberName(node) !== 'exports') return undefined;
  return moduleIn(node.object, names);
}

function moduleIn(node: t.Node, names: Names): Binding | undefined {
  return names.bindingOf(t.isAssignmentExpression(node, { operator: '=' }) ? node.left : node);
}

/** A function, or the variable in `table[id]`, `table[id][0]`, `(0, table[name])`. */
export function rootOfCallee(node: t.Node): t.Function | t.Identifier | undefined {
  if (t.isSequenceExpression(node)) return rootOfCallee(node.expressions.at(-1) as t.Node);
  if (t.isMemberExpression(node, { computed: true })) return rootOfCallee(node.object);
  return t.isIdentifier(node) || t.isFunction(node) ? node : undefined;
}

/** An argument that is the very function around the call. */
function loaderIn(argument: t.Node, call: Place, names: Names): Binding | undefined {
  const binding = names.bindingOf(argument);
  if (binding?.kind === 'param') return undefined;
  const [declaration] = binding?.declarations ?? [];
  return t.isFunction(declaration?.node) && isWithin(call, declaration.node) ? binding : undefined;
}
