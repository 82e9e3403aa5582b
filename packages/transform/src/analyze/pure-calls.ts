import * as t from '@babel/types';
import type { Names } from '../scope/names.js';
import { constantText } from './constant-text.js';
import { constantOf } from './declarations.js';
import { globalName, isGlobal, literalText, memberName, rootOf } from './names.js';

/** Global functions that make a primitive of their arguments: of the same ones, the same. */
const FUNCTIONS =
  /^(?:BigInt|Boolean|Number|String|(?:de|en)codeURI(?:Component)?|isFinite|isNaN|parseFloat|parseInt)$/;

/** The same for methods of global objects. */
const STATIC_METHODS: ReadonlyMap<string, RegExp> = new Map([
  ['Array', /^isArray$/],
  ['Math', /^(?!random$)/],
  ['Number', /^(?:is|parse)/],
  ['Object', /^is$/],
  ['String', /^(?:fromCharCode|fromCodePoint|raw)$/],
  ['Symbol', /^for$/],
]);

/** The same for methods of strings. */
const STRING_METHODS =
  /^(?:at|char|codePoint|concat|endsWith|includes|indexOf|lastIndexOf|normalize|pad|repeat|slice|startsWith|subst|toLower|toUpper|trim)/;

/**
 * What a call of such a function is made of: its arguments, and the array whose elements it joins. Other calls have
 * `undefined`.
 *
 *     String(9), Math.max(1, 2), "ab".repeat(3), ["a", "b"].join("|"), Symbol.for("key")
 *
 * So is a builtin function with some arguments bound: `Function.prototype.call.bind(Array.prototype.slice)`.
 */
export function operandsOf(call: t.CallExpression, names: Names): readonly t.Node[] | undefined {
  const callee = withoutAlias(call.callee, names);
  const args = call.arguments;
  if (FUNCTIONS.test(globalName(callee, names) ?? '')) return args;
  if (!t.isMemberExpression(callee)) return undefined;
  const { object } = callee;
  const method = memberName(callee) ?? '';
  if (method === 'bind') return isBuiltin(object, names) ? args : undefined;
  if (t.isArrayExpression(object))
    return method === 'join' ? [...object.elements, ...args].filter((node) => node !== null) : undefined;
  const holder = globalName(object, names);
  if (holder !== undefined) return STATIC_METHODS.get(holder)?.test(method) ? args : undefined;
  return STRING_METHODS.test(method) && constantText(object, names).kind === 'text' ? args : undefined;
}

/** `Object.setPrototypeOf`, `Array.prototype.slice` */
function isBuiltin(node: t.Node, names: Names): boolean {
  return t.isMemberExpression(node) && BUILTINS.test(globalName(rootOf(node), names) ?? '');
}

const BUILTINS = /^(?:Array|Function|Math|Number|Object|Reflect|RegExp|String)$/;

/**
 * Whether an expression makes a regular expression that remembers nothing between matches: only those with the flags
 * `g` and `y` use `lastIndex` (ECMAScript §22.2.7.2). The pattern may be anything.
 */
export function isForgetfulRegExp(node: t.Node, names: Names): boolean {
  if (t.isRegExpLiteral(node)) return !/[gy]/.test(node.flags);
  if (!isRegExpCall(node, names)) return false;
  const [, flags] = node.arguments;
  return flags === undefined || /^[^gy]*$/.test(literalText(flags) ?? 'g');
}

/** `RegExp(…)`, `new RegExp(…)` */
export function isRegExpCall(node: t.Node, names: Names): node is t.CallExpression | t.NewExpression {
  return (t.isNewExpression(node) || t.isCallExpression(node)) && isGlobal(node.callee, 'RegExp', names);
}

/** `"a b c".split(" ")` */
export function isSplitText(node: t.Node, names: Names): boolean {
  if (!t.isCallExpression(node) || !t.isMemberExpression(node.callee)) return false;
  const { object } = node.callee;
  return memberName(node.callee) === 'split' && constantText(object, names).kind === 'text';
}

/** `Object.defineProperty` for `__defProp`, which bundlers declare so. */
export function withoutAlias(callee: t.Node, names: Names): t.Node {
  const binding = t.isIdentifier(callee) ? names.bindingOf(callee) : undefined;
  const initializer = constantOf(binding);
  return t.isMemberExpression(initializer) ? initializer : callee;
}
