import * as t from '@babel/types';
import type { Names } from '../scope/names.js';
import { constructAround } from '../scope/scope.js';

/** What an expression gives, as far as that is known when compiling. */
export type ConstantText =
  | { readonly kind: 'text'; readonly text: string }
  /** any value but a string */
  | { readonly kind: 'other' }
  | { readonly kind: 'unknown' };

const UNKNOWN: ConstantText = { kind: 'unknown' };
const OTHER: ConstantText = { kind: 'other' };

/** Evaluates literals of strings, their concatenations, and names of what is never assigned again. */
export function constantText(node: t.Node, names: Names): ConstantText {
  if (t.isStringLiteral(node)) return { kind: 'text', text: node.value };
  if (t.isTemplateLiteral(node)) return concatenated(templateParts(node), names);
  if (t.isBinaryExpression(node))
    return node.operator === '+' ? concatenated([node.left, node.right], names) : OTHER;
  if (t.isIdentifier(node)) return namedText(node, names);
  return t.isLiteral(node) || t.isUpdateExpression(node) || t.isObjectExpression(node) ? OTHER : UNKNOWN;
}

function concatenated(parts: readonly (t.Node | string)[], names: Names): ConstantText {
  const texts = parts.map((part) => {
    const constant = typeof part === 'string' ? undefined : constantText(part, names);
    return constant?.kind === 'text' ? constant.text : part;
  });
  return texts.every((text) => typeof text === 'string') ? { kind: 'text', text: texts.join('') } : UNKNOWN;
}

function templateParts({ quasis, expressions }: t.TemplateLiteral): (t.Node | string)[] {
  return quasis.flatMap(({ value }, i) => [value.cooked ?? '', expressions[i] ?? '']);
}

function namedText(node: t.Identifier, names: Names): ConstantText {
  const binding = names.bindingOf(node);
  if (binding === undefined) return node.name === 'undefined' ? OTHER : UNKNOWN;
  const [first, ...more] = binding.occurrences.filter(({ role }) => role === 'declare' || role === 'write');
  const declarator = first && constructAround(first).node;
  if (more.length > 0 || !t.isVariableDeclarator(declarator) || !t.isIdentifier(declarator.id))
    return UNKNOWN;
  const { init } = declarator;
  return t.isStringLiteral(init) || t.isTemplateLiteral(init) ? constantText(init, names) : UNKNOWN;
}
