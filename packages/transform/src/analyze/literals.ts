import * as t from '@babel/types';
import type { Names } from '../scope/names.js';
import { constantOf } from './declarations.js';
import { globalName, literalKey, memberName, withoutTypes } from './names.js';
import { isSplitText } from './pure-calls.js';

/** An object that somebody could change. Searches with a regular expression that is not sticky begin at the start. */
export type ContainerKind = 'object' | 'array' | 'set' | 'map' | 'numbers' | 'regexp';

/**
 * The kind of object that an expression makes, if it is one of those whose parts are written in it:
 *
 *     { a: 1 }, [1, 2], "a b".split(" "), new Set([1, 2]), new Map([["a", 1]]), new Float64Array(9), /a/g
 */
export function containerKind(node: t.Node, names: Names): ContainerKind | undefined {
  if (t.isObjectExpression(node)) return 'object';
  if (t.isArrayExpression(node) || isSplitText(node, names)) return 'array';
  if (t.isRegExpLiteral(node) && !node.flags.includes('y')) return 'regexp';
  if (!t.isNewExpression(node)) return undefined;
  const made = globalName(node.callee, names) ?? '';
  if (isTypedArray(made)) return 'numbers';
  return made === 'Set' ? 'set' : made === 'Map' ? 'map' : undefined;
}

/** Whether a global is the class of arrays that hold numbers, and nothing else (ECMAScript §23.2). */
export function isTypedArray(name: string): boolean {
  return /^(?:Float(?:16|32|64)|Big(?:Ui|I)nt64|Uint8Clamped|(?:Ui|I)nt(?:8|16|32))Array$/.test(name);
}

/** Whether an expression is a literal, all parts of which are literals as well, or for `isPart` no matter. */
export function isLiteral(node: t.Node, names: Names, isPart: (node: t.Node) => boolean): boolean {
  const literal = withoutTypes(node);
  if (isPart(literal)) return true;
  const kind = containerKind(literal, names);
  return (
    kind !== undefined &&
    isWhole(literal, names) &&
    partsOf(literal).every((part) => isLiteral(part, names, isPart))
  );
}

/** Whether all that a container holds is written in it, and evaluating that runs no code. */
export function isWhole(node: t.Node, names: Names): boolean {
  if (t.isObjectExpression(node)) return node.properties.every(isPlainProperty);
  if (t.isArrayExpression(node)) return node.elements.every((element) => !t.isSpreadElement(element));
  if (!t.isNewExpression(node)) return true;
  if (containerKind(node, names) === 'numbers') return !mayShareMemory(node, names);
  const [content, ...others] = node.arguments;
  if (content === undefined || others.length > 0) return content === undefined;
  if (!isWhole(content, names) || containerKind(content, names) !== 'array') return false;
  return (
    containerKind(node, names) !== 'map' ||
    partsOf(content).every((entry) => t.isArrayExpression(entry) && isWhole(entry, names))
  );
}

/** `new Uint8Array(buffer)`: what it is made of may be memory that others know. */
function mayShareMemory({ arguments: [content] }: t.NewExpression, names: Names): boolean {
  return content !== undefined && !t.isArrayExpression(content) && !isNumber(content, names);
}

function isNumber(node: t.Node, names: Names): boolean {
  const value = constantOf(names.bindingOf(node)) ?? node;
  if (t.isMemberExpression(value)) return memberName(value) === 'length';
  return t.isNumericLiteral(value) || t.isBinaryExpression(value);
}

function isPlainProperty(property: t.ObjectExpression['properties'][number]): boolean {
  if (t.isSpreadElement(property) || property.computed) return false;
  if (t.isObjectMethod(property)) return property.kind === 'method';
  return literalKey(property) !== '__proto__' || t.isNullLiteral(property.value);
}

/** What a container holds, or may hold under a name. What it inherits is left out. */
export function partsOf(node: t.Node, name?: string): t.Node[] {
  if (t.isArrayExpression(node)) {
    const isIndex = name === undefined || /^\d/.test(name);
    return isIndex ? node.elements.filter((element) => element !== null) : [];
  }
  if (t.isObjectExpression(node))
    return node.properties.flatMap((property) =>
      t.isSpreadElement(property) || !mayHaveKey(property, name) ? [] : [valueIn(property)],
    );
  if (isNumbers(node)) return name === 'buffer' ? [memoryOf(node)] : [];
  if (!t.isNewExpression(node) || name !== undefined) return [];
  const elements = node.arguments.flatMap((content) => partsOf(content));
  return t.isIdentifier(node.callee, { name: 'Map' })
    ? elements.flatMap((entry) => partsOf(entry))
    : elements;
}

/** Whoever knows the memory of an array of numbers can change these. */
function memoryOf(numbers: t.Node): t.Node {
  return t.arrayExpression([numbers as t.NewExpression]);
}

function isNumbers(node: t.Node): boolean {
  return t.isNewExpression(node) && t.isIdentifier(node.callee) && isTypedArray(node.callee.name);
}

function mayHaveKey(property: t.ObjectMethod | t.ObjectProperty, name: string | undefined): boolean {
  const key = literalKey(property);
  return name === undefined || key === undefined || key === name;
}

function valueIn(property: t.ObjectMethod | t.ObjectProperty): t.Node {
  return t.isObjectMethod(property) ? property : withoutTypes(property.value);
}
