import * as t from '@babel/types';
import { rangeOf } from '../parse/range.js';
import type { EvalPlan } from '../plan/code.js';
import type { LookupPlan } from '../plan/lookups.js';
import { rewriteCode } from './code.js';
import { Edits } from './edits.js';
import { accessorText, prologuePosition } from './prologue.js';
import type { FileNames } from './views.js';

/**
 * Code that a direct eval gets as a constant is rewritten like any other. The variable in front of it leaves the
 * value of the code as it is.
 *
 *     eval("total += x")   →  eval("const $r1 = $photon(); $r1.total += x")
 *     eval(code)           →  eval(code && "const $r1 = …")      where `code` holds that text, or is not set yet
 *
 * Code that declares a variable of the function around, by which it hides an isolated binding, declares another:
 *
 *     eval("var x = 1"), x   →  eval("var $x = { get x() { return x; }, … }; var x = 1"), (typeof $x === "undefined" ? $r : $x).x
 */
export function rewriteEval(
  edits: Edits,
  { code, records, cells, plan }: EvalPlan,
  { expressions }: LookupPlan,
  file: FileNames,
  value: string,
): void {
  const argument = code.call.node.arguments[0] as t.Expression;
  const inner = new Edits(code.source);
  rewriteCode(inner, plan, file, value);
  const variables = records.map(({ variable, use }) => `const ${variable} = ${expressions.get(use)}; `);
  const declared = cells.map(
    ({ variable, hiding: { binding } }) =>
      `var ${variable} = { ${accessorText(binding.name, binding.name, value)} }; `,
  );
  const { position, lead } = prologuePosition(code.names.program.node, code.source);
  inner.insertFirst(position, `${lead}${[...variables, ...declared].join('')}`);
  const text = JSON.stringify(inner.finish('').code);
  const { start, end } = rangeOf(argument);
  if (t.isStringLiteral(argument) || t.isTemplateLiteral(argument)) edits.replace(start, end, text);
  else edits.wrap(start, end, '', ` && ${text}`);
}
