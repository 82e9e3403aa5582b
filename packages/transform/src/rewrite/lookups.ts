import * as t from '@babel/types';
import { rangeOf, startWithParentheses } from '../parse/range.js';
import type { HoistedLookup } from '../plan/lookups.js';
import type { Edits } from './edits.js';
import { isAnonymousFunction, nameWrapper } from './naming.js';

/**
 * Writes a hoisted lookup down.
 *
 *     for (…) total += x      →  const $r = $photon(); for (…) $r.total += x
 *     if (x) for (…) total++  →  if (x) { const $r = $photon(); for (…) $r.total++ }
 *     () => a + b             →  () => { const $r = $photon(); return $r.a + $r.b; }
 *     (f = () => a) => {}     →  (f = (($r) => ({ "f": () => $r.a })["f"])($photon())) => {}
 */
export function rewriteLookup(edits: Edits, { source, variable, placement, captured }: HoistedLookup): void {
  const lookup = source.lookup(captured);
  const declaration = `const ${variable} = ${lookup}; `;
  const { start, end } = rangeOf(placement.path.node);
  switch (placement.at) {
    case 'statement':
      edits.insert(start, declaration);
      break;
    case 'braces':
      edits.wrap(start, end, `{ ${declaration}`, ' }', true);
      break;
    case 'body':
      edits.wrap(startWithParentheses(placement.path.node.body), end, `{ ${declaration}return `, '; }', true);
      break;
    case 'expression':
      rewriteRegion(edits, placement.path.node, placement.path.parent, variable, lookup);
      break;
  }
}

function rewriteRegion(
  edits: Edits,
  node: t.Expression,
  parent: t.Node,
  variable: string,
  lookup: string,
): void {
  const { start, end } = rangeOf(node);
  const name = isAnonymousFunction(node) ? nameGivenBy(parent) : undefined;
  const [before, after] = name === undefined ? ['(', ')'] : nameWrapper(name);
  edits.wrap(start, end, `((${variable}) => ${before}`, `${after})(${lookup})`);
}

/** The name that an anonymous function gets from a default value or a field. */
function nameGivenBy(parent: t.Node): string | undefined {
  if (t.isAssignmentPattern(parent)) return t.isIdentifier(parent.left) ? parent.left.name : undefined;
  if (t.isClassPrivateProperty(parent)) return `#${parent.key.id.name}`;
  if (!t.isClassProperty(parent) || parent.computed) return undefined;
  if (t.isIdentifier(parent.key)) return parent.key.name;
  return t.isStringLiteral(parent.key) || t.isNumericLiteral(parent.key)
    ? String(parent.key.value)
    : undefined;
}
