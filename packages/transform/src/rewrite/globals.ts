import { rangeOf } from '../parse/range.js';
import type { GlobalsPlan } from '../plan/globals.js';
import type { RuntimeNames } from '../plan/names.js';
import type { Edits } from './edits.js';

/**
 * Has a file create globals of the running photon's. Names that it does not declare stay as they are.
 *
 *     global.cache = {};        →  $isolateGlobals();
 *     hits = 0;                    $globals.cache = {};
 *     run({ globalThis });         hits = 0;
 *                                  run({ globalThis: $globals });
 *
 * @param called what the file calls the runtime's functions
 * @returns what it takes from the runtime
 */
export function rewriteGlobals(
  edits: Edits,
  { uses }: GlobalsPlan,
  called: RuntimeNames,
): (keyof RuntimeNames)[] {
  for (const { node, key, parent } of uses) {
    const { start, end } = rangeOf(node);
    const isShorthand = parent?.node.type === 'ObjectProperty' && parent.node.shorthand && key === 'value';
    edits.rename(start, end, isShorthand ? `${node.name}: ${called.globals}` : called.globals);
  }
  return uses.length > 0 ? ['isolateGlobals', 'globals'] : ['isolateGlobals'];
}
