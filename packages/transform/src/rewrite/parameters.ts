import * as t from '@babel/types';
import { rangeOf, startWithParentheses } from '../parse/range.js';
import type { LookupPlan } from '../plan/lookups.js';
import type { GivenFunction, GivingCall, ParameterPlan } from '../plan/parameters.js';
import { parameterName } from '../plan/targets.js';
import type { Edits } from './edits.js';

/**
 * Hands records along calls between functions of one file.
 *
 *     function add(x) { total += x; }      →  function add($r, x) { $r.total += x; }
 *     export const addAll = (xs) => {      →  export const addAll = (xs) => {
 *       for (const x of xs) add(x);        →    const $r = $photon(); for (const x of xs) add($r, x);
 *     };                                   →  };
 *     add(1);                              →  $module().step(($r) => { add($r, 1); });
 */
export function rewriteParameters(
  edits: Edits,
  { functions, calls }: ParameterPlan,
  { expressions }: LookupPlan,
): void {
  for (const each of functions) rewriteFunction(edits, each);
  for (const each of calls) rewriteCall(edits, each, expressions);
}

/**
 * Records come before all others, so that rest parameters and default values need not care.
 *
 *     const add = x => total += x          →  const add = ($r, x) => $r.total += x
 *     function add(this: Sum) {}           →  function add(this: Sum, $r) {}
 */
function rewriteFunction(edits: Edits, { path: { node }, sources }: GivenFunction): void {
  const names = sources.map(parameterName).join(', ');
  const [first] = node.params;
  const open = openingParenthesis(edits, node);
  if (first && open === undefined) edits.wrap(rangeOf(first).start, rangeOf(first).end, `(${names}, `, ')');
  else if (first && t.isIdentifier(first, { name: 'this' })) edits.insert(rangeOf(first).end, `, ${names}`);
  else if (open !== undefined) edits.wrap(open, open + 1, '', first ? `${names}, ` : names);
}

/** Where the list of parameters begins; `undefined` for `x => x`. */
function openingParenthesis(edits: Edits, node: t.Function): number | undefined {
  const name = t.isFunctionDeclaration(node) ? node.id : undefined;
  const from = rangeOf(node.typeParameters ?? name ?? node);
  const start = node.typeParameters || name ? from.end : from.start;
  const header = edits.original(start, rangeOf(node.body).start);
  const [before] = /^(?:\s|\/\/.*|\/\*[\s\S]*?\*\/|async|function)*(?=\()/.exec(header) ?? [];
  return before === undefined ? undefined : start + before.length;
}

function rewriteCall(
  edits: Edits,
  { path: { node }, records }: GivingCall,
  expressions: LookupPlan['expressions'],
): void {
  const values = records.map(({ use }) => expressions.get(use)).join(', ');
  const [first] = node.arguments;
  if (first) edits.insert(startWithParentheses(first), `${values}, `);
  else edits.insert(rangeOf(node).end - 1, values);
}
