import type * as t from '@babel/types';
import { usesOfExports } from '../../analyze/exports-object.js';
import { memberName } from '../../analyze/names.js';
import { memberAround } from '../../analyze/positions.js';
import { ownVariable, type Unit } from '../../analyze/unit.js';
import type { Demand } from '../../analyze/uses/demand.js';
import { Demands } from '../../analyze/uses/demands.js';
import type { Shape } from '../../analyze/uses/shape.js';
import type { UnitFates } from '../../plan/fate.js';
import { hasBareThis } from './bare-this.js';
import { Exporting } from './exporting.js';

/** What a CommonJS module exports that does nothing else when it is evaluated. */
export interface PureExports {
  readonly shape: Shape;
  /** What the module itself does with what it exports. */
  readonly own: readonly Demand[];
  /** Where values of other modules become parts of that. */
  readonly placed: ReadonlySet<t.Node>;
}

/**
 * What a CommonJS module exports, if evaluating it does no more than to load modules, to declare what is the same for
 * all, and to export that.
 *
 * @param fates those that the module has if its importers only read, with nothing isolated
 */
export function pureExports(fates: UnitFates): PureExports | undefined {
  const { unit } = fates.facts;
  const exporting = new Exporting(fates);
  const isPure =
    unit.pieces.every(({ node }) => exporting.allows(node)) && !hasBareThis(unit) && !handsOutModule(unit);
  const shape = isPure ? exporting.shape() : undefined;
  if (shape === undefined) return undefined;
  const { placed } = exporting;
  const demands = new Demands(unit, (node) => placed.has(node));
  for (const use of usesOfExports(unit)) demands.follow(use, []);
  return { shape, own: demands.found, placed };
}

/** Whether a module does more with `module` than to export something, and to ask whether it is the main one. */
function handsOutModule(unit: Unit): boolean {
  return ownVariable(unit, 'module').some((use) => {
    const member = memberAround(use);
    return member ? memberName(member.node) !== 'exports' : use.parent?.node.type !== 'BinaryExpression';
  });
}
