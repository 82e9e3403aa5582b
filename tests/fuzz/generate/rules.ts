import { expression, type Part, type Piece, type Shape } from './piece.ts';
import type { Scope } from './scope.ts';
import { type Construct, WEIGHTS } from './weights.ts';

/** An expression before it is known which construct it is; `undefined` where the construct does not fit. */
export type Written = { readonly shape: Shape; readonly parts: readonly Part[] } | undefined;

export const primary = (parts: readonly Part[]): Written => ({ shape: 'primary', parts });
export const operator = (parts: readonly Part[]): Written => ({ shape: 'operator', parts });
export const assignment = (parts: readonly Part[]): Written => ({ shape: 'assignment', parts });

/** How each construct of a table is written. */
export type Rules<Table extends keyof typeof WEIGHTS, Result> = Readonly<
  Record<Construct<Table>, (scope: Scope) => Result | undefined>
>;

/** Writes one construct of a table, by weight, that fits. */
export function choose<Table extends keyof typeof WEIGHTS, Result>(
  table: Table,
  rules: Rules<Table, Result>,
  scope: Scope,
): { readonly rule: string; readonly result: Result } | undefined {
  const makers = rules as Readonly<Record<string, (scope: Scope) => Result | undefined>>;
  const left: Record<string, number> = { ...WEIGHTS[table] };
  while (Object.keys(left).length > 0) {
    const construct = scope.dice.weighted(left);
    const result = makers[construct]?.(scope);
    if (result !== undefined) return { rule: `${table}.${construct}`, result };
    delete left[construct];
  }
  return undefined;
}

export function chooseExpression<Table extends keyof typeof WEIGHTS>(
  table: Table,
  rules: Rules<Table, NonNullable<Written>>,
  scope: Scope,
): Piece | undefined {
  const chosen = scope.depth > -2 ? choose(table, rules, scope.deeper) : undefined;
  return chosen && expression(chosen.rule, chosen.result.shape, chosen.result.parts);
}
