import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { onlyAwaited } from '../analyze/await.js';
import { memberName, withoutTypes } from '../analyze/names.js';
import { allOwn } from '../analyze/own-code.js';
import { rangeOf, startWithParentheses } from '../parse/range.js';
import type { TopLevelAction } from '../plan/actions.js';
import { isInterruptible, rewriteAwaiting } from './awaiting.js';
import type { Edits } from './edits.js';
import { memberText } from './member.js';
import {
  callStatics,
  callTable,
  type TableMethod,
  type TopLevelContext,
  wrapExpression,
} from './table-calls.js';

type StatementAction = Extract<TopLevelAction, { kind: 'step' | 'onceStatement' }>;

/**
 * A top-level statement that may touch isolated state. The root's evaluation tells whether it does; if so,
 * photons run it again.
 *
 *     setup();                  →  $module().step(($r) => { setup(); });
 *     for (const x of xs) …     →  $module().step(($r) => { for (const x of xs) … });
 *     tally();                  →  $module().tally(($r) => { tally(); });      where it changes shared objects, too
 *     await load();             →  $module().settled(await $module().stepAsync(($r) => load()));
 *     exports.api = create();   →  $module().once(($r) => { exports.api = create(); });
 *     if (done) return;         →  if ($module().step(($r) => { if (done) return true; })) return;
 *     a(), b();                 →  $module().step(($r) => a()), $module().step(($r) => b());
 */
export function rewriteStatement(
  context: TopLevelContext,
  action: StatementAction,
  freshAwaiting: () => string,
): void {
  const { edits, names } = context;
  const { path, async, kind } = action;
  if (path.isExpressionStatement() && onlyAwaited(path.node.expression)) {
    wrapExpression(context, path.node.expression, path.node, methodOf(action), async);
    return;
  }
  if (path.isExpression()) {
    wrapExpression(context, path.node, path.parent, methodOf(action), async);
    return;
  }
  const returns = kind === 'step' ? topLevelReturns(path.node) : [];
  if (async && returns.length === 0 && isInterruptible(path.node)) {
    rewriteAwaiting(context, path.node, methodOf(action), freshAwaiting());
    return;
  }
  const { start, end } = rangeOf(path.node);
  const [before, after] = callTable(names, methodOf(action), async);
  for (const node of returns) {
    const { argument } = node;
    if (argument == null) edits.replace(rangeOf(node).start, rangeOf(node).end, 'return true;');
    else edits.wrap(rangeOf(argument).start, rangeOf(argument).end, '(', ', true)');
  }
  if (returns.length > 0) edits.wrap(start, end, `if (${before}{ `, ` }${after}) return;`);
  else edits.wrap(start, end, `${before}{ `, ` }${after};`);
}

function methodOf(action: StatementAction): TableMethod {
  return action.kind === 'onceStatement' ? 'once' : METHODS[action.repeats];
}

const METHODS = { always: 'replay', ifItTouchesState: 'step', ifItTouchesObjects: 'tally' } as const;

/** CommonJS modules may return early (Node wraps them in a function). */
function topLevelReturns(statement: t.Statement): t.ReturnStatement[] {
  return allOwn(statement, (node) => t.isReturnStatement(node));
}

/**
 * A property of a shared object that holds state is an accessor on the photon's own. Assigning it again for each
 * photon would hand one photon's object to all others.
 *
 *     exports.cache = cache;   →  $module().statics.property(() => exports, "cache", ($r) => ($r.cache));
 *     exports.count = 0;       →  $module().statics.property(() => exports, "count", ($r) => (0));
 */
export function rewriteProperty(
  { edits, names }: TopLevelContext,
  { assignment }: Extract<TopLevelAction, { kind: 'property' }>,
): void {
  const open = `${callStatics(names, 'property')}() => `;
  rewriteTarget(edits, assignment, open, `(${names.record}) => (`, '))');
}

/**
 * The same within an expression.
 *
 *     let n = exports.n = 0;   →  let n = $module().init("n", ($r) => $module().statics.assign(exports, "n", 0));
 */
export function rewritePropertyAssignment(
  { edits, names }: TopLevelContext,
  { node }: NodePath<t.AssignmentExpression>,
): void {
  rewriteTarget(edits, node, callStatics(names, 'assign'), '', ')');
}

/** Makes `object.key = value` a call: `open`, the object, the key, `middle`, the value, `close`. */
function rewriteTarget(
  edits: Edits,
  assignment: t.AssignmentExpression,
  open: string,
  middle: string,
  close: string,
): void {
  const left = withoutTypes(assignment.left) as t.MemberExpression;
  const object = rangeOf(left.object);
  const value = startWithParentheses(assignment.right);
  const { start, end } = rangeOf(assignment);
  edits.replace(start, object.start, '');
  edits.wrap(object.start, object.end, open, '');
  const key = [{ offset: 2, original: rangeOf(left.property).start }];
  edits.replace(object.end, value, `, ${JSON.stringify(memberName(left))}, ${middle}`, key);
  edits.wrap(value, end, '', close);
}

/**
 * An expression that runs once, such as the initializer of a `const`. What it does to isolated state is
 * repeated for each photon; the expression is not.
 *
 *     const id = nextId();     →  const id = $module().once(($r) => nextId());
 */
export function rewriteOnce(
  context: TopLevelContext,
  { path, async }: Extract<TopLevelAction, { kind: 'once' }>,
): void {
  wrapExpression(context, path.node, path.parent, 'once', async);
}

/**
 * A statement in which direct eval declares variables of the module runs in its place, for root; photons get the
 * values that it has assigned.
 *
 *     total = eval("var x = 1; x + 1");  →  total = eval("var x = 1; x + 1"); $module().once(($r) => { $r.total = total; });
 */
export function rewriteInPlace(
  { edits, names }: TopLevelContext,
  { path, assigned }: Extract<TopLevelAction, { kind: 'inPlace' }>,
): void {
  if (assigned.length === 0) return;
  const { start, end } = rangeOf(path.node);
  const [before, after] = callTable(names, 'once', false);
  const values = assigned.map((name) => `${names.record}${memberText(name)} = ${name};`);
  const separator = edits.original(end - 1, end) === ';' ? '' : ';';
  edits.wrap(start, end, '', `${separator} ${before}{ ${values.join(' ')} }${after};`);
}
