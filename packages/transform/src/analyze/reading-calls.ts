import * as t from '@babel/types';
import type { Names } from '../scope/names.js';
import type { Binding } from '../scope/scope.js';
import { constantOf } from './declarations.js';
import type { ContainerKind } from './literals.js';
import { globalName, memberName } from './names.js';
import { withoutAlias } from './pure-calls.js';
import type { Unit } from './unit.js';

/** What a call of a method of an object does with its parts. Anything else may change or keep the object. */
export type Reading = 'keeps parts' | 'sees parts' | 'gives parts';

/** Methods that give nothing of what the object holds, but numbers, texts and the like. */
const KEEPING: Readonly<Record<ContainerKind, RegExp>> = {
  array: /^(?:includes|indexOf|join|keys|lastIndexOf)$/,
  map: /^has$/,
  numbers: /^(?:at|entries|includes|indexOf|join|keys|lastIndexOf|toReversed|toSorted|values|with)$/,
  object: /^(?:hasOwnProperty|propertyIsEnumerable)$/,
  regexp: /^$/,
  set: /^has$/,
};

/** Methods that make copies, or hand parts out one by one. */
const SEEING: Readonly<Record<ContainerKind, RegExp>> = {
  array: /^(?:at|concat|entries|slice|toReversed|toSorted|values|with)$/,
  map: /^(?:entries|keys|values)$/,
  numbers: /^$/,
  object: /^$/,
  regexp: /^$/,
  set: /^(?:entries|keys|values)$/,
};

/** Methods that call a function with parts; after so many arguments comes the object itself. */
const VISITING: ReadonlyMap<string, number> = new Map([
  ['every', 2],
  ['filter', 2],
  ['find', 2],
  ['findIndex', 2],
  ['findLast', 2],
  ['findLastIndex', 2],
  ['flatMap', 2],
  ['forEach', 2],
  ['map', 2],
  ['reduce', 3],
  ['reduceRight', 3],
  ['some', 2],
]);

/** Those of them that hand out parts in no other way. */
const GIVING = /^(?:every|findIndex|findLastIndex|flatMap|forEach|map|some)$/;

/** The parameters of the function that gets all that a call of such a method hands out. */
export function visitorOf(method: string, call: t.Node): readonly t.Node[] {
  const [visitor] = argumentsOf(call);
  return GIVING.test(method) && t.isFunction(visitor) ? visitor.params : [];
}

/**
 * What a call of a method of the language does with the parts of its object, if it does no more than read.
 *
 * @param isVisit whether it is given a function that takes no more than parts: see {@link visitsParts}
 */
export function readingOf(kind: ContainerKind, method: string, isVisit: boolean): Reading | undefined {
  if (KEEPING[kind].test(method)) return 'keeps parts';
  if (SEEING[kind].test(method)) return 'sees parts';
  if (kind === 'map' && method === 'get') return 'gives parts';
  if (!isVisit || kind === 'object' || kind === 'regexp' || !VISITING.has(method)) return undefined;
  return GIVING.test(method) ? 'gives parts' : 'sees parts';
}

/** Whether a call of a method is given a function that gets parts of an object, but not the object. */
export function visitsParts(method: string, call: t.Node): boolean {
  const limit = VISITING.get(method);
  return limit !== undefined && callsWith(limit, call);
}

/** Whether a call is given a function that takes at most so many arguments. */
function callsWith(limit: number, call: t.Node): boolean {
  const [callback] = argumentsOf(call);
  if (!t.isFunction(callback) || callback.params.length > limit) return false;
  const takesAll = callback.params.some((param) => t.isRestElement(param));
  return !takesAll && (t.isArrowFunctionExpression(callback) || !mentions(callback, isArguments));
}

function argumentsOf(call: t.Node): t.CallExpression['arguments'] {
  return t.isCallExpression(call) || t.isOptionalCallExpression(call) ? call.arguments : [];
}

/** Global functions that read what they are given, at these positions. */
const READERS: ReadonlyMap<string, RegExp> = new Map([
  ['Array', /^(?:from|isArray)$/],
  ['Object', /^(?:entries|getOwnPropertyNames|hasOwn|keys|values)$/],
]);

const COPIES = /^(?:Map|RegExp|Set|(?:Ui|I)nt(?:8|16|32)Array|Uint8ClampedArray|Float(?:32|64)Array)$/;

/** Whether a call of a function of the language only reads what it is given: `Object.keys(table)`, `new Set(list)`. */
export function isGivenToReader(call: t.Node, index: number, names: Names): boolean {
  if (t.isNewExpression(call)) return index === 0 && COPIES.test(globalName(call.callee, names) ?? '');
  if (!t.isCallExpression(call)) return false;
  const callee = withoutAlias(call.callee, names);
  if (!t.isMemberExpression(callee)) return false;
  const method = memberName(callee) ?? '';
  const holder = withoutAlias(callee.object, names);
  if (method === 'call')
    return index === 0 && t.isMemberExpression(holder) && KEEPING.object.test(memberName(holder) ?? '');
  const name = globalName(holder, names) ?? '';
  if (name === 'Object' && method === 'assign') return index > 0;
  return index === 0 && READERS.get(name)?.test(method) === true;
}

/** Whether a call searches a text for a regular expression: `text.replace(pattern, "")`. */
export function isSearch(call: t.Node, index: number): boolean {
  if (!t.isCallExpression(call) || !t.isMemberExpression(call.callee) || index !== 0) return false;
  return /^(?:match|matchAll|replace|replaceAll|search|split)$/.test(memberName(call.callee) ?? '');
}

/** The parameter of a function of the file that a call gives its argument at `index` to. */
export function receivingParameter(
  { callee, arguments: args }: t.CallExpression,
  index: number,
  { names }: Unit,
): Binding | undefined {
  const called = functionOf(callee, names);
  if (called === undefined || args.slice(0, index).some((argument) => t.isSpreadElement(argument)))
    return undefined;
  if (!t.isArrowFunctionExpression(called) && mentions(called, isArguments)) return undefined;
  const param = called.params[index];
  const name = t.isAssignmentPattern(param) ? param.left : param;
  return name && names.bindingOf(name);
}

/** The function that a variable always holds. */
function functionOf(node: t.Node, names: Names): t.Function | undefined {
  const value = constantOf(names.bindingOf(node));
  return t.isFunction(value) ? value : undefined;
}

function isArguments(node: t.Node): boolean {
  return t.isIdentifier(node, { name: 'arguments' });
}

/** Whether code of a function contains something, other functions left out that have a `this` of their own. */
function mentions({ params, body }: t.Function, matches: (node: t.Node) => boolean): boolean {
  return [...params, body].some((code) =>
    t.traverseFast(code, (node) => {
      if (t.isFunction(node) && !t.isArrowFunctionExpression(node)) return t.traverseFast.skip;
      return matches(node) ? t.traverseFast.stop : undefined;
    }),
  );
}
