import * as t from '@babel/types';
import type { Names } from '../scope/names.js';

/** The global that `node` names: no binding of the file shadows it. */
export function globalName(node: t.Node | null | undefined, names: Names): string | undefined {
  return t.isIdentifier(node) && names.bindingOf(node) === undefined ? node.name : undefined;
}

/** Whether `node` names this global. */
export function isGlobal(node: t.Node | null | undefined, name: string, names: Names): boolean {
  return globalName(node, names) === name;
}

/** The text of a string literal, or of a template without expressions: minifiers prefer backticks. */
export function literalText(node: t.Node | null | undefined): string | undefined {
  if (t.isTemplateLiteral(node) && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined;
  return t.isStringLiteral(node) ? node.value : undefined;
}

/** The module that `node` requires, if it is `require("literal")`. */
export function requiredSource(node: t.Node | null | undefined, names: Names): string | undefined {
  if (!t.isCallExpression(node) || node.arguments.length !== 1) return undefined;
  const [source] = node.arguments;
  return isGlobal(node.callee, 'require', names) ? literalText(source) : undefined;
}

/**
 * The module whose exports `node` is, in place or under a name of its own: `require("m")`, and the `a` of
 * `import a from "m"` and `var a = require("m")`.
 */
export function moduleSource(node: t.Node, names: Names): string | undefined {
  const declaration = names.bindingOf(node)?.declarations[0];
  const imported = declaration?.parent?.node;
  if (t.isImportDeclaration(imported)) return imported.source.value;
  return requiredSource(t.isVariableDeclarator(declaration?.node) ? declaration.node.init : node, names);
}

/** Strips what only TypeScript sees. */
export function withoutTypes(node: t.Node): t.Node {
  return isTypeAssertion(node) ? withoutTypes(node.expression) : node;
}

type TypeAssertion =
  | t.TSAsExpression
  | t.TSInstantiationExpression
  | t.TSNonNullExpression
  | t.TSSatisfiesExpression
  | t.TSTypeAssertion;

const TYPE_ASSERTIONS: ReadonlySet<string> = new Set<TypeAssertion['type']>([
  'TSAsExpression',
  'TSInstantiationExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'TSTypeAssertion',
]);

/** `x as T`, `x<T>`, `x!`, `x satisfies T`, `<T>x` */
export function isTypeAssertion(node: t.Node): node is TypeAssertion {
  return TYPE_ASSERTIONS.has(node.type);
}

/** `a.b`, `a?.b` */
export type Member = t.MemberExpression | t.OptionalMemberExpression;

export function isMember(node: t.Node): node is Member {
  return t.isMemberExpression(node) || t.isOptionalMemberExpression(node);
}

/** The name of a non-computed or literal member, as in `a.b`, `a["b"]` and `<a.b />`. */
export function memberName(node: Member | t.JSXMemberExpression): string | undefined {
  if (t.isJSXMemberExpression(node)) return node.property.name;
  if (!node.computed && t.isIdentifier(node.property)) return node.property.name;
  return t.isStringLiteral(node.property) ? node.property.value : undefined;
}

/** The key of a property, a method or a field, if it is known: `a`, `"a"`, `1`. Private ones start with `#`. */
export function literalKey({
  key,
  computed,
}: {
  key: t.Node;
  computed?: boolean | null;
}): string | undefined {
  if (t.isPrivateName(key)) return `#${key.id.name}`;
  if (t.isIdentifier(key)) return computed ? undefined : key.name;
  return t.isStringLiteral(key) || t.isNumericLiteral(key) || t.isBigIntLiteral(key)
    ? String(key.value)
    : undefined;
}

/** Whether `node` is `A.prototype`. That of a function can be no accessor (ECMAScript §10.2.4). */
export function isPrototype(node: t.Node): boolean {
  return t.isMemberExpression(node) && memberName(node) === 'prototype';
}

/** The identifier that a chain of members starts with. */
export function rootOf(node: t.Node): t.Identifier | undefined {
  const bare = withoutTypes(node);
  if (t.isMemberExpression(bare)) return rootOf(bare.object);
  return t.isIdentifier(bare) ? bare : undefined;
}
