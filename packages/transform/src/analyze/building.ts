import * as t from '@babel/types';
import type { Names } from '../scope/names.js';
import { constantOf } from './declarations.js';
import { containerKind, isTypedArray, isWhole, partsOf } from './literals.js';
import { globalName, isMember, memberName, withoutTypes } from './names.js';
import { allOwn } from './own-code.js';

/**
 * A literal that holds what an expression makes, as far as anybody can tell who reads it: parts of the same kinds.
 *
 * | expression | literal |
 * |---|---|
 * | `{ a: 1 }`, `new Set(["a"])`, `new Float64Array(9)` | the same |
 * | `Array.from({ length: 9 }, (_, i) => ({ id: i }))`, `[1].map((x, i) => ({ id: i }))` | `[{ id: i }]` |
 * | `new Array(9)`, `Array(9).fill("")` | `[]`, `[""]` |
 * | `new Map(keys.map((key, i) => [key, i]))` | `new Map([[key, i]])` |
 * | `Object.fromEntries(keys.map((key, i) => [key, i]))`, `Object.create(null)` | `{ [key]: i }`, `{}` |
 * | `Object.freeze(list)` | that of `list` |
 *
 * What else the expression runs is up to who asks: see `isHarmless`.
 */
export function builtLiteral(node: t.Node, names: Names): t.Node | undefined {
  const expression = withoutTypes(node);
  if (containerKind(expression, names) !== undefined && isWhole(expression, names)) return expression;
  if (t.isNewExpression(expression)) return builtByNew(expression, names);
  if (!t.isCallExpression(expression)) return undefined;
  const { callee } = expression;
  if (globalName(callee, names) === 'Array') return lengthOnly(expression);
  if (!isMember(callee)) return undefined;
  const method = memberName(callee) ?? '';
  const holder = globalName(callee.object, names);
  return holder === undefined
    ? builtByMethod(callee.object, method, expression.arguments, names)
    : builtByGlobal(holder, method, expression.arguments, names);
}

/** A literal of one kind that holds some parts. An object's keys do not matter. */
export function literalOf(kind: 'array' | 'object' | 'set' | 'map', parts: readonly t.Node[]): t.Node {
  const values = parts as t.Expression[];
  if (kind === 'object')
    return t.objectExpression(values.map((part) => t.objectProperty(t.identifier('key'), part, true)));
  if (kind === 'array') return t.arrayExpression(values);
  const name = t.identifier(kind === 'map' ? 'Map' : 'Set');
  const content = kind === 'map' ? values.map((part) => t.arrayExpression([part])) : values;
  return t.newExpression(name, [t.arrayExpression(content)]);
}

type Arguments = t.CallExpression['arguments'];

/** `new Array(9)`, `new Map(pairs)`, `new Set(list)` */
function builtByNew(construction: t.NewExpression, names: Names): t.Node | undefined {
  const name = globalName(construction.callee, names);
  if (name === 'Array') return lengthOnly(construction);
  const [content] = construction.arguments;
  const list = content && elementsOf(content, names);
  if (list === undefined) return undefined;
  if (name === 'Set') return literalOf('set', list);
  return name === 'Map'
    ? literalOf(
        'map',
        list.flatMap((pair) => partsOf(pair)),
      )
    : undefined;
}

function builtByGlobal(holder: string, method: string, args: Arguments, names: Names): t.Node | undefined {
  const [first, second] = args;
  if (isTypedArray(holder)) return /^(?:from|of)$/.test(method) ? numbers() : undefined;
  if (holder === 'Buffer') return method === 'alloc' ? numbers() : undefined;
  if (holder === 'Array' && method === 'from' && first) {
    const parts = second ? resultsOf(second) : elementsOf(first, names);
    return parts && literalOf('array', parts);
  }
  if (holder !== 'Object' || !first) return undefined;
  if (/^(?:freeze|seal|preventExtensions)$/.test(method)) return builtLiteral(first, names);
  if (method === 'create') return t.isNullLiteral(first) && !second ? literalOf('object', []) : undefined;
  const pairs = method === 'fromEntries' ? elementsOf(first, names) : undefined;
  const parts = pairs?.flatMap((pair) => partsOf(pair));
  return parts?.every((part) => t.isExpression(part)) ? literalOf('object', parts) : undefined;
}

/** Methods that give a list of the same parts, or the list itself. */
const KEEPING = /^(?:filter|reverse|slice|sort|toReversed|toSorted)$/;

function builtByMethod(object: t.Node, method: string, args: Arguments, names: Names): t.Node | undefined {
  const list = builtLiteral(object, names);
  const kind = list && containerKind(list, names);
  if (kind === 'numbers')
    return KEEPING.test(method) || /^(?:fill|map)$/.test(method) ? numbers() : undefined;
  if (kind !== 'array') return undefined;
  const [first] = args;
  if (KEEPING.test(method)) return list;
  if (method === 'fill' && first) return literalOf('array', [first]);
  const results = method === 'map' && first ? resultsOf(first) : undefined;
  return results && literalOf('array', results);
}

/** What a list holds that an expression makes, or that a constant is. */
export function elementsOf(node: t.Node, names: Names): t.Node[] | undefined {
  const list = builtLiteral(constantOf(names.bindingOf(node)) ?? node, names);
  return list && containerKind(list, names) === 'array' ? partsOf(list) : undefined;
}

/** What a function that stands somewhere may return. */
function resultsOf(node: t.Node): t.Node[] | undefined {
  if (!t.isFunction(node) || node.async || node.generator) return undefined;
  if (!t.isBlockStatement(node.body)) return [node.body];
  return allOwn(node.body, (inner) => t.isReturnStatement(inner)).flatMap(({ argument }) => argument ?? []);
}

/** `Array(9)`: one argument is a length, or the only element. */
function lengthOnly({ arguments: args }: t.CallExpression | t.NewExpression): t.Node {
  return literalOf('array', args);
}

function numbers(): t.Node {
  return t.newExpression(t.identifier('Uint8Array'), []);
}
