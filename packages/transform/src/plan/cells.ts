import { nodeInFile, withAround } from '../analyze/accesses.js';
import { isInside } from '../analyze/eval.js';
import type { Hiding } from '../analyze/eval-uses.js';
import type { Collector } from '../diagnostics/collector.js';
import type { Binding } from '../scope/scope.js';
import type { GeneratedNames } from './names.js';
import type { SlotAccess } from './slots.js';

/**
 * A variable that the code of an eval declares next to one that hides an isolated binding. It exists where and as
 * long as the other does, so it tells what the name means.
 */
export interface Cell {
  readonly variable: string;
  readonly hiding: Hiding;
}

/** Chooses the cells: one name for each binding that is hidden. */
export function planCells(
  hidings: readonly Hiding[],
  isIsolated: (binding: Binding) => boolean,
  names: GeneratedNames,
): Cell[] {
  const byBinding = Map.groupBy(hidings, ({ binding }) => binding);
  return [...byBinding].flatMap(([binding, group]) => {
    if (!isIsolated(binding)) return [];
    const variable = names.fresh(`$${binding.name}`);
    return group.map((hiding) => ({ variable, hiding }));
  });
}

/** Tells the accesses that may mean a variable made by eval. */
export function assignCells(
  accesses: readonly SlotAccess[],
  cells: readonly Cell[],
  collector: Collector,
): SlotAccess[] {
  return accesses.map((each) => {
    const { access } = each;
    const cell = cells.find(
      ({ hiding: { binding, owner } }) =>
        binding === access.binding && isInside(access.path, access.code, owner),
    );
    if (cell === undefined) return each;
    if (!fitsCell(each)) {
      collector.report('PHO2001', nodeInFile(access), { names: `\`${access.binding.name}\`` });
    }
    return { ...each, cell: cell.variable };
  });
}

/** Whether an access can be made to choose between record and cell. */
function fitsCell({ path, access: { code } }: SlotAccess): boolean {
  if (path.isJSXIdentifier() || path.parentPath?.isUnaryExpression({ operator: 'delete' })) return false;
  return withAround({ path, code }) === undefined;
}
