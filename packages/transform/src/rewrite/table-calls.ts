import * as t from '@babel/types';
import { STATICS_METHODS, TABLE_METHODS } from '@photonize/runtime/interface';
import { onlyAwaited } from '../analyze/await.js';
import { rangeOf } from '../parse/range.js';
import type { UnitNames } from '../plan/names.js';
import { callAwaiting } from './awaiting.js';
import { type Edits, joined } from './edits.js';
import { nameWrapperOf } from './naming.js';

/** What the rewriting of top-level code needs. */
export interface TopLevelContext {
  readonly edits: Edits;
  readonly names: UnitNames;
}

/** A method of a module's table. */
export type TableMethod = keyof typeof TABLE_METHODS;

/**
 * What to put around code to make it an argument of a table method. The module awaits the code's own promise, so that
 * it takes no tick more, and engines see that the module waits for it.
 *
 *     $module().step(($r) => …)
 *     $module().settled(await $module().stepAsync(async ($r) => …))
 */
export function callTable(
  names: UnitNames,
  method: TableMethod,
  async: boolean,
  args = '',
  parameters = names.record,
): readonly [string, string] {
  if (!async) return [openCall(names, TABLE_METHODS[method], args, parameters), ')'];
  const call = openCall(names, `${TABLE_METHODS[method]}Async`, `${args}async `, parameters);
  return [`${settle(names)}await ${call}`, '))'];
}

function settle({ module }: UnitNames): string {
  return `${module}().${TABLE_METHODS.settled}(`;
}

function openCall({ module, record }: UnitNames, method: string, args: string, parameters = record): string {
  return `${module}().${method}(${args}(${parameters}) => `;
}

/**
 * Puts an expression into a call of a table method.
 *
 *     start()         →  $module().once(($r) => start())
 *     await start()   →  $module().settled(await $module().onceAsync(($r) => start()))
 *     [await start()] →  $module().settled(await $module().onceAsync(function* ($r) { return [(yield start())]; }))
 *     x && await y    →  $module().settled(await $module().onceAsync(async ($r) => x && await y))
 *
 * @param parent names it, if it is an anonymous function
 */
export function wrapExpression(
  context: TopLevelContext,
  node: t.Expression,
  parent: t.Node,
  method: TableMethod,
  async: boolean,
  args = '',
): void {
  const { edits, names } = context;
  const awaited = onlyAwaited(node);
  if (awaited) edits.wrap(rangeOf(node).start, rangeOf(node).end, settle(names), ')');
  const code = awaited ?? node;
  const [before, after] = awaited
    ? [openCall(names, `${TABLE_METHODS[method]}Async`, args), ')']
    : (async && callAwaiting(context, node, method, { args })) || callTable(names, method, async, args);
  const parentheses = needsParentheses(edits, code) ? (['(', ')'] as const) : (['', ''] as const);
  const [open, close] = nameWrapperOf(node, parent) ?? parentheses;
  const { start, end } = rangeOf(code);
  edits.wrap(start, end, joined(before, open), `${close}${after}`);
}

/** The start of a call of a method of the module's statics: `$module().statics.field(`. */
export function callStatics({ module }: UnitNames, method: keyof typeof STATICS_METHODS): string {
  return `${module}().${TABLE_METHODS.statics}.${STATICS_METHODS[method]}(`;
}

/** An arrow function whose body starts with a brace has statements for a body; a comma would end it. */
export function needsParentheses(edits: Edits, node: t.Expression): boolean {
  const { start } = rangeOf(node);
  return edits.original(start, start + 1) === '{' || t.isSequenceExpression(node);
}
