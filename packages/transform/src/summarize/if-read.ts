import * as t from '@babel/types';
import type { UnitFacts } from '../analyze/analyze.js';
import { containerKind } from '../analyze/literals.js';
import { SHARED_MODULES, statementsOf } from '../analyze/unit.js';
import type { Demand } from '../analyze/uses/demand.js';
import { type Part, partShape, readonlyShape, type Shape } from '../analyze/uses/shape.js';
import type { ResolvedOptions } from '../options.js';
import { type UnitFates, unitFates } from '../plan/fate.js';
import type { ExportEntry } from './exports.js';
import { pureExports } from './shapes/commonjs.js';
import { Values } from './shapes/values.js';

/** What a module is if all that importers do with its exports is to read. */
export interface ReadModule {
  readonly fates: UnitFates;
  /** What it exports that could be changed. */
  readonly shape: Shape;
  /** What it does itself with what it exports. */
  readonly own: readonly Demand[];
  /** Where values of other modules become parts of that. */
  readonly placed: ReadonlySet<t.Node>;
}

/**
 * What a CommonJS module is that need be no instance then: it has no state, and does nothing but define its exports.
 *
 * @param hasState whether the module has state under such fates
 */
export function pureModule(
  main: UnitFacts,
  options: ResolvedOptions,
  hasState: (fates: UnitFates) => boolean,
): ReadModule | undefined {
  const facts = { ...main, unit: { ...main.unit, loaded: SHARED_MODULES } };
  const fates = unitFates(facts, { ...options, importersRead: true });
  if (hasState({ ...fates, facts: main })) return undefined;
  const exports = pureExports(fates);
  return exports && { fates, ...exports };
}

/**
 * What an ES module is that need not isolate then what it exports.
 *
 *     export const table = { a: 1 };     // { kind: 'object', parts: [{ name: 'table', shape: … }] }
 *     export default { b: 2 };           // { kind: 'object', parts: [{ name: 'default', shape: … }] }
 */
export function moduleWithTables(
  main: UnitFacts,
  entries: readonly ExportEntry[],
  options: ResolvedOptions,
): ReadModule | undefined {
  const literal = defaultLiteral(main);
  const exported = entries.flatMap(({ name, from }) => {
    const binding = 'local' in from ? main.unit.scope.own(from.local) : undefined;
    const fact = main.bindings.find((each) => each.binding === binding);
    return fact?.table ? [{ name, fact }] : [];
  });
  if (exported.length === 0 && literal === undefined) return undefined;
  const fates = unitFates(main, { ...options, importersRead: true });
  const values = new Values(fates);
  const tables = exported.flatMap(({ name, fact }): Part[] => {
    if (!fact.table || fates.verdicts.get(fact)?.reason !== 'readOnly') return [];
    const written = partShape(fact.table.literal, main.unit.names);
    const isReadonly = options.readonlyTypes.includes(fact.binding.name);
    return [{ name, shape: isReadonly ? readonlyShape(written) : written }];
  });
  const shape = literal && !fates.isolatesDefault ? values.shapeOf(literal) : undefined;
  const isUnknown = shape === undefined && literal && containerKind(literal, main.unit.names) !== undefined;
  if (isUnknown && !fates.isolatesDefault) return undefined;
  const parts = typeof shape === 'object' ? [...tables, { name: 'default', shape }] : tables;
  if (parts.length === 0) return undefined;
  return { fates, shape: { kind: 'object', parts }, own: [], placed: values.placed };
}

/** `export default { a: 1 }` */
function defaultLiteral({ unit }: UnitFacts): t.Expression | undefined {
  const statement = statementsOf(unit).find((node) => t.isExportDefaultDeclaration(node));
  return t.isExpression(statement?.declaration) ? statement.declaration : undefined;
}
