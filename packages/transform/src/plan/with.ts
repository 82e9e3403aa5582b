import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import { isPlainlyAssigned, isWritten, nodeInFile, withAround } from '../analyze/accesses.js';
import { type Activations, containsYield, isGenerator } from '../analyze/activation.js';
import type { EvalCode } from '../analyze/eval.js';
import { isCalled } from '../analyze/positions.js';
import type { Collector } from '../diagnostics/collector.js';
import type { SlotAccess } from './slots.js';
import type { RecordSource, RecordUse } from './targets.js';
import type { UnitPlan } from './unit-plan.js';

/** A `with` statement whose body names isolated bindings, which may be properties of its object as well. */
export interface WithScope {
  readonly path: NodePath<t.WithStatement>;
  /** The code of an eval that it is in. */
  readonly code: EvalCode | undefined;
  readonly source: RecordSource;
  /** What the unit of the bindings calls its table. */
  readonly module: string;
  /** Where the record is needed; nowhere if the body belongs to whoever resumes a generator. */
  readonly use: RecordUse | undefined;
  /** The bindings that are not called. */
  readonly names: readonly string[];
  /** Those that are called, but not assigned: variables, because an object would become the receiver. */
  readonly variables: readonly string[];
  /** Those that are called and assigned. */
  readonly functions: readonly string[];
}

/** What becomes of accesses inside and outside of `with`. */
export interface WithPlan {
  readonly scopes: readonly WithScope[];
  /** The accesses that are rewritten one by one. */
  readonly outside: readonly SlotAccess[];
}

/** Plans a scope around each `with` statement: inside, names stay as they are. */
export function planWith(
  accesses: readonly SlotAccess[],
  units: readonly UnitPlan[],
  activations: Activations,
  collector: Collector,
): WithPlan {
  const byStatement = Map.groupBy(accesses, ({ path, access: { code } }) => withAround({ path, code })?.path);
  const outside = byStatement.get(undefined) ?? [];
  const scopes: WithScope[] = [];
  for (const [path, group] of byStatement) {
    if (path === undefined) continue;
    const byUnit = Map.groupBy(group, ({ access }) =>
      units.find(({ isolated }) => isolated.has(access.binding)),
    );
    for (const [unit, own] of byUnit) {
      if (unit) scopes.push(planScope(path, unit, own, activations, collector));
      else outside.push(...own);
    }
  }
  return { scopes, outside };
}

function planScope(
  path: NodePath<t.WithStatement>,
  { names }: UnitPlan,
  accesses: readonly SlotAccess[],
  activations: Activations,
  collector: Collector,
): WithScope {
  const { source, access } = accesses[0] as SlotAccess;
  const named = new Set(accesses.map(({ slot }) => slot));
  const called = namesOf(accesses, isCalled);
  const written = namesOf(accesses, isWritten);
  const inTwoWays = accesses.find(({ path, slot }) => called.has(slot) && written.has(slot) && isRead(path));
  if (inTwoWays) collector.report('PHO2002', nodeInFile(inTwoWays.access), { name: inTwoWays.slot });
  const activation = activations.around(path);
  const resumes = activation !== undefined && isGenerator(activation) && containsYield(path);
  return {
    path,
    code: withAround(access)?.code,
    source,
    module: names.module,
    use: resumes ? undefined : { path, activation },
    names: [...named].filter((name) => !called.has(name)),
    variables: [...called].filter((name) => !written.has(name)),
    functions: [...called].filter((name) => written.has(name)),
  };
}

function namesOf(accesses: readonly SlotAccess[], test: (path: NodePath) => boolean): Set<string> {
  return new Set(accesses.filter(({ path }) => test(path)).map(({ slot }) => slot));
}

function isRead(path: NodePath): boolean {
  return !isCalled(path) && !isPlainlyAssigned(path);
}
