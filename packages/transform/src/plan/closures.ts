import * as t from '@babel/types';
import { statementsOf } from '../analyze/unit.js';
import { contains } from '../parse/range.js';
import type { UnitFates } from './fate.js';
import { isolated, shared, type Verdict } from './verdicts.js';

/**
 * The verdict on a variable of a function that runs once: it is made anew with the isolated binding for which the
 * function runs. `evaluation` is its call in top-level code.
 *
 *     const next = (() => { let n = 0; return () => ++n; })();     `n` goes with `next`
 *     (() => { let n = 0; hit = () => ++n; })();                   with `hit`
 *     export default (() => { … })();                              with the default export
 */
export function closureVerdict(evaluation: t.Node, fates: readonly UnitFates[]): Verdict {
  return fates.some((each) => isMadeAnew(evaluation, each)) ? isolated('holder') : shared('closure');
}

function isMadeAnew(
  evaluation: t.Node,
  { facts: { unit }, isolated: bindings, isolatesDefault }: UnitFates,
): boolean {
  const isAround = (node: t.Node | undefined) => node !== undefined && contains(node, evaluation);
  const all = [...bindings.values()];
  if (all.some(({ declarators }) => declarators.some(({ node }) => isAround(node)))) return true;
  const statement = statementsOf(unit).find(isAround);
  if (statement === undefined) return false;
  if (t.isExportDefaultDeclaration(statement)) return isolatesDefault;
  return all.some(({ binding }) => binding.writes.some(({ node }) => contains(statement, node)));
}
