import * as t from '@babel/types';
import { TABLE_METHODS } from '@photonize/runtime/interface';
import { containsAwait } from '../analyze/await.js';
import { certainAwaits } from '../analyze/certain-awaits.js';
import { allOwn, someOwn } from '../analyze/own-code.js';
import { rangeOf } from '../parse/range.js';
import type { Edits, MappedText } from './edits.js';
import type { TableMethod, TopLevelContext } from './table-calls.js';

/**
 * Whether a statement can be interrupted where it awaits: what `for await`, `await using` and classes await does not
 * stand in the text, and `this` would be another one.
 */
export function isInterruptible(statement: t.Statement): boolean {
  return !someOwn(statement, (node) => {
    if (t.isForOfStatement(node)) return node.await;
    if (t.isClass(node)) return containsAwait({ node });
    return t.isVariableDeclaration(node, { kind: 'await using' }) || t.isThisExpression(node);
  });
}

/**
 * A statement that awaits becomes code which the module runs from one `await` to the next, and the module awaits what it
 * yields. The module goes on in the tick in which the statement ends, before what the statement leaves running.
 *
 *     if (x) start(await load());  →  for (const $await = $module().awaiting("step", function* ($r) { if (x) start((yield load())); });
 *                                       $await.next(); ) try { $await.value = await $await.operand; } catch ($v) { $await.error = $v; }
 */
export function rewriteAwaiting(
  { edits, names }: TopLevelContext,
  statement: t.Statement,
  method: TableMethod,
  awaiting: string,
): void {
  const { module, record, value } = names;
  const code = `${module}().${TABLE_METHODS.awaiting}(${JSON.stringify(method)}, function* (${record}) { `;
  const resume = `try { ${awaiting}.value = await ${awaiting}.operand; } catch (${value}) { ${awaiting}.error = ${value}; }`;
  const { start, end } = rangeOf(statement);
  const awaits = allOwn(statement, (each): each is t.AwaitExpression => t.isAwaitExpression(each));
  const after = shownAt(awaits.slice(0, 1), ` }); ${awaiting}.next(); ) ${resume}`);
  edits.wrap(start, end, `for (const ${awaiting} = ${code}`, after);
  const statements = allOwn(statement, (node): node is t.ExpressionStatement =>
    t.isExpressionStatement(node),
  );
  for (const node of awaits)
    rewriteAwait(
      edits,
      node,
      statements.find((each) => each.start === node.start),
    );
}

/**
 * What to put around code that awaits, as the argument of a table method, if it always awaits the same number of times.
 * It yields then, and the module awaits in its place.
 *
 *     f(await a, await b)  →  $module().settled(await $module().resumed(await $module().onceAsync(function* ($r) {
 *                               return f((yield a), (yield b)); })))
 *
 * @param args what comes before the code
 * @param body whether the code is the expression that it gives, or has statements
 */
export function callAwaiting(
  { edits, names }: TopLevelContext,
  node: t.Node,
  method: TableMethod,
  { args = '', parameters = names.record, body = 'expression' }: AwaitingCall = {},
): readonly [MappedText, string] | undefined {
  const awaits = certainAwaits(node);
  if (awaits === undefined) return undefined;
  for (const each of awaits) rewriteAwait(edits, each, undefined);
  const { module } = names;
  const resumed = `${module}().${TABLE_METHODS.resumed}(await `.repeat(awaits.length - 1);
  const head = `${module}().${TABLE_METHODS.settled}(await ${resumed}`;
  const [open, close] = body === 'expression' ? ['{ return ', '; }'] : ['', ''];
  const call = `${module}().${TABLE_METHODS[method]}Async(${args}function* (${parameters}) ${open}`;
  const before = shownAt(awaits.toReversed(), `${head}${call}`);
  return [before, `${close})${')'.repeat(awaits.length)}`];
}

/** See {@link callAwaiting}. */
interface AwaitingCall {
  readonly args?: string;
  readonly parameters?: string;
  readonly body?: 'expression' | 'statements';
}

/** Text with `await`s, for which stack traces show others. */
function shownAt(awaits: readonly t.AwaitExpression[], text: string): MappedText {
  let offset = -1;
  const points = awaits.map((node) => {
    offset = text.indexOf('await ', offset + 1);
    return { offset, original: rangeOf(node).start };
  });
  return { text, points };
}

/**
 * `await` binds its operand tighter than `yield`, and lets it stand on the next line.
 *
 *     await x;       →  yield x;
 *     f(await x);    →  f((yield x));
 *     await x && y;  →  0, (yield x) && y;     a line before that lacks its semicolon would call `yield x`
 *
 * @param around the statement that begins with it
 */
function rewriteAwait(
  edits: Edits,
  node: t.AwaitExpression,
  around: t.ExpressionStatement | undefined,
): void {
  const { start, end } = rangeOf(node);
  const afterKeyword = start + 'await'.length;
  const isSplit = /[\n\r\u2028\u2029]/.test(edits.original(afterKeyword, rangeOf(node.argument).start));
  edits.rename(start, afterKeyword, isSplit ? 'yield (' : 'yield');
  if (isSplit) edits.wrap(start, end, '', ')');
  if (around?.expression !== node) edits.wrap(start, end, around ? '0, (' : '(', ')');
}
