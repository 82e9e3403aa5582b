import type { CodePlan } from '../plan/code.js';
import { rewriteAccess } from './access.js';
import type { Edits } from './edits.js';
import { rewriteEval } from './eval.js';
import { rewriteLoad } from './loads.js';
import { rewriteLookups } from './lookups.js';
import { rewriteParameters } from './parameters.js';
import type { FileNames } from './views.js';
import { rewriteWith } from './with.js';

/**
 * Rewrites the accesses of one text: of the file, or of the code of an eval.
 * @param value the name of parameters in generated code
 */
export function rewriteCode(edits: Edits, plan: CodePlan, file: FileNames, value: string): void {
  const { accesses, withScopes, loads, evals, parameters, lookups } = plan;
  // What else goes around the same stretch names the variables of lookups: it nests inside.
  rewriteLookups(edits, lookups.hoisted);
  for (const { access, slot, path, cell } of accesses) {
    const record = lookups.expressions.get(access);
    if (record === undefined) continue;
    rewriteAccess(edits, path, cell === undefined ? record : recordOrCell(record, cell), slot);
  }
  for (const scope of withScopes) {
    rewriteWith(edits, scope, scope.use && lookups.expressions.get(scope.use), value);
  }
  for (const each of loads) rewriteLoad(edits, each, file, value);
  for (const each of evals) rewriteEval(edits, each, lookups, file, value);
  rewriteParameters(edits, parameters, lookups);
}

/** What a name means that eval may have declared: the variable, if there is one. */
function recordOrCell(record: string, cell: string): string {
  return `(typeof ${cell} === "undefined" ? ${record} : ${cell})`;
}
