import type * as t from '@babel/types';
import { rangeOf, startWithParentheses } from '../parse/range.js';
import type { HoistedLookup } from '../plan/lookups.js';
import type { Edits } from './edits.js';
import { nameWrapperOf } from './naming.js';

/**
 * Writes hoisted lookups down. Those of several records that go to one place are written together.
 *
 *     for (…) total += x      →  const $r = $photon(); for (…) $r.total += x
 *     if (x) for (…) total++  →  if (x) { const $r = $photon(); for (…) $r.total++ }
 *     () => a + b             →  () => { const $r = $photon(); return $r.a + $r.b; }
 *     (f = () => a) => {}     →  (f = (($r) => ({ "f": () => $r.a })["f"])($photon())) => {}
 */
export function rewriteLookups(edits: Edits, lookups: readonly HoistedLookup[]): void {
  for (const atNode of Map.groupBy(lookups, ({ placement }) => placement.path.node).values()) {
    for (const together of Map.groupBy(atNode, ({ placement }) => placement.at).values()) {
      rewriteTogether(edits, together as [HoistedLookup, ...HoistedLookup[]]);
    }
  }
}

function rewriteTogether(edits: Edits, lookups: readonly [HoistedLookup, ...HoistedLookup[]]): void {
  const [{ placement }] = lookups;
  const declarations = lookups.map((lookup) => `const ${lookup.variable} = ${lookupText(lookup)}; `).join('');
  const { start, end } = rangeOf(placement.path.node);
  switch (placement.at) {
    case 'statement':
      edits.insert(start, declarations);
      break;
    case 'braces':
      edits.wrap(start, end, `{ ${declarations}`, ' }', true);
      break;
    case 'body':
      edits.wrap(
        startWithParentheses(placement.path.node.body),
        end,
        `{ ${declarations}return `,
        '; }',
        true,
      );
      break;
    case 'expression':
      rewriteRegion(edits, placement.path.node, placement.path.parent, lookups);
      break;
  }
}

function lookupText({ source, captured }: HoistedLookup): string {
  return source.lookup(captured);
}

function rewriteRegion(
  edits: Edits,
  node: t.Expression,
  parent: t.Node,
  lookups: readonly HoistedLookup[],
): void {
  const { start, end } = rangeOf(node);
  const [before, after] = nameWrapperOf(node, parent) ?? ['(', ')'];
  const variables = lookups.map(({ variable }) => variable).join(', ');
  edits.wrap(start, end, `((${variables}) => ${before}`, `${after})(${lookups.map(lookupText).join(', ')})`);
}
