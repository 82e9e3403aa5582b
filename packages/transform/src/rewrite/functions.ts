import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { rangeOf } from '../parse/range.js';
import type { RemadeFunction } from '../plan/unit-plan.js';
import type { Edits } from './edits.js';
import { nameWrapper } from './naming.js';

/**
 * A declaration of a function that each photon makes for itself becomes a function that makes it. The name comes from
 * a property, because bundlers rename functions inside others.
 *
 *     function f(x) { … }         →  function $make() { return ({ "f": function (x) { … } })["f"]; }
 *     export function f(x) { … }  →  the same
 *
 * @returns the lines that have to stand at the top of the module: `var f = $make(); export { f };`
 */
export function rewriteFunction(edits: Edits, { path, name, maker }: RemadeFunction): string[] {
  const { start, end } = rangeOf(path.node);
  const [open, close] = nameWrapper(name);
  edits.wrap(start, end, `function ${maker}() { return ${open}`, `${close}; }`);
  if (path.node.id) edits.replace(rangeOf(path.node.id).start, rangeOf(path.node.id).end, '');
  const variable = `var ${name} = ${maker}();`;
  const exported = exportAround(path);
  if (!exported) return [variable];
  edits.replace(rangeOf(exported).start, start, '');
  return [variable, `export { ${name}${t.isExportDefaultDeclaration(exported) ? ' as default' : ''} };`];
}

function exportAround({ parent }: NodePath<t.FunctionDeclaration>): t.Node | undefined {
  return t.isExportNamedDeclaration(parent) || t.isExportDefaultDeclaration(parent) ? parent : undefined;
}
