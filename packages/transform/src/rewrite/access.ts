import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { memberName } from '../analyze/names.js';
import { isCalled, outsideTypes } from '../analyze/positions.js';
import { rangeOf } from '../parse/range.js';
import type { Edits } from './edits.js';
import { memberText } from './member.js';
import { keepName } from './naming.js';
import type { MapPoint } from './print.js';

type IdentifierPath = NodePath<t.Identifier | t.JSXIdentifier>;
type MemberPath = NodePath<t.MemberExpression | t.JSXMemberExpression>;

/** A name, or a member of a namespace that stands for one. */
type AccessPath = IdentifierPath | MemberPath;

/**
 * Rewrites one access to an isolated binding. Targets of patterns are retargeted in place: patterns are never
 * taken apart, so evaluation order, defaults and iterators stay the language's own.
 *
 *     total            →  $r.total
 *     total += 1       →  $r.total += 1
 *     [total, ...a]    →  [$r.total, ...$r.a]
 *     { total }        →  { total: $r.total }
 *     total(x)         →  (0, $r.total)(x)          the receiver stays undefined
 *     total`x`         →  (0, $r.total)`x`
 *     new total(x)     →  new $r.total(x)
 *     <Total />        →  <$r.Total />
 *     delete total     →  false                      a binding cannot be deleted
 *
 * @param record the record's expression, a variable or a call
 */
export function rewriteAccess(edits: Edits, path: AccessPath, record: string, slot: string): void {
  const { node, parentPath } = path;
  if (!isName(path) && keepsMember(path, slot)) {
    // The member keeps its place in the source map.
    const { start, end } = rangeOf(path.node.object);
    edits.rename(start, end, record);
    return;
  }
  const { start, end } = rangeOf(node);
  const reference = guardedForNew(path, record, `${record}${memberText(slot)}`);
  if (parentPath?.isUnaryExpression({ operator: 'delete' })) {
    const whole = rangeOf(parentPath.node);
    edits.replace(whole.start, whole.end, 'false');
    return;
  }
  const value = isCalled(path) ? `(0, ${reference})` : reference;
  // A statement that starts with a parenthesis must not join the line above it.
  if (value.startsWith('(') && startsStatement(path)) edits.insert(start, ';');
  const text = `${isName(path) ? shorthandKey(path) : ''}${value}`;
  edits.replace(start, end, text, pointsOf(path, text, slot));
  if (isCalled(path)) showCall(edits, path);
  if (isName(path)) keepNameOfAssigned(edits, path);
}

/**
 * The slot comes from the name: engines point at it when something is wrong with the value. Node takes the name at
 * the place of a call for that of the called function, so the map holds only names that have changed.
 */
function pointsOf(path: AccessPath, text: string, slot: string): MapPoint[] {
  const member = memberText(slot);
  const offset = text.lastIndexOf(member) + 1;
  if (isName(path)) return [pointOf(offset, path.node, slot)];
  const { object, property } = path.node;
  return [pointOf(0, object, ''), pointOf(offset, property, slot)];
}

function pointOf(offset: number, source: t.Node, text: string): MapPoint {
  const name = nameOf(source) ?? text;
  return { offset, original: rangeOf(source).start, ...(name !== text && { name }) };
}

function nameOf(node: t.Node): string | undefined {
  if (t.isPrivateName(node)) return `#${node.id.name}`;
  return t.isIdentifier(node) || t.isJSXIdentifier(node) ? node.name : undefined;
}

/** Engines name the place of a called name, but for other callees that of the arguments. */
function showCall(edits: Edits, path: AccessPath): void {
  const { node: callee, parent } = outsideTypes(path);
  if (!t.isCallExpression(parent) || callee.extra?.parenthesized) return;
  const from = rangeOf(parent.typeArguments ?? callee).end;
  const [blanks] = /^(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*/.exec(edits.original(from, rangeOf(parent).end)) ?? [''];
  edits.showCall(from + blanks.length, rangeOf(path.node).start);
}

/** Whether `namespace.name` only has to change what stands before the dot. */
function keepsMember(path: MemberPath, slot: string): boolean {
  const { node } = path;
  const isComputed = t.isMemberExpression(node) && node.computed;
  return !isComputed && memberName(node) === slot && guardedForNew(path, '()', '') === '';
}

function isName(path: AccessPath): path is IdentifierPath {
  return path.isIdentifier() || path.isJSXIdentifier();
}

/** In `new $photon().total()`, `new` would take the lookup for its constructor. */
function guardedForNew(path: NodePath, record: string, reference: string): string {
  if (!record.endsWith(')')) return reference;
  let callee = outsideTypes(path);
  while (callee.parentPath?.isMemberExpression() && callee.key === 'object')
    callee = outsideTypes(callee.parentPath);
  return callee.parentPath?.isNewExpression() && callee.key === 'callee' ? `(${reference})` : reference;
}

/** `{ total }` needs its key back; `{ total = 1 }`, in a pattern, does too. */
function shorthandKey(path: IdentifierPath): string {
  const value = path.parentPath?.isAssignmentPattern() && path.key === 'left' ? path.parentPath : path;
  const isShorthand = value.key === 'value' && value.parentPath?.isObjectProperty({ shorthand: true });
  if (!isShorthand) return '';
  // `__proto__: value` would set the prototype (ECMAScript §B.3.1).
  return path.node.name === '__proto__' ? '["__proto__"]: ' : `${path.node.name}: `;
}

function startsStatement(path: NodePath): boolean {
  const statement = path.getStatementParent();
  return Boolean(
    statement?.isExpressionStatement() &&
      statement.listKey !== undefined &&
      statement.node.start === path.node.start,
  );
}

function keepNameOfAssigned(edits: Edits, path: IdentifierPath): void {
  const { node } = path;
  const { key, parent } = outsideTypes(path);
  if (node.extra?.parenthesized) return;
  const isNaming = t.isAssignmentExpression(parent) && ['=', '&&=', '||=', '??='].includes(parent.operator);
  if (key === 'left' && (isNaming || t.isAssignmentPattern(parent))) keepName(edits, parent.right, node.name);
  if (key === 'id' && t.isVariableDeclarator(parent)) keepName(edits, parent.init, node.name);
}
