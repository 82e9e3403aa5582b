import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import type { Activation } from '../analyze/activation.js';
import type { DirectCalls, DirectFunction } from '../analyze/direct-calls.js';
import type { Binding } from '../scope/scope.js';
import type { RecordSource, RecordUse, SourcedUse } from './targets.js';

/** Which functions are given records as parameters, and by which calls. */
export interface ParameterPlan {
  readonly functions: readonly GivenFunction[];
  readonly calls: readonly GivingCall[];
}

/** A function that takes records in front of its own parameters. */
export interface GivenFunction {
  readonly path: NodePath<t.Function>;
  readonly activation: Activation;
  readonly sources: readonly RecordSource[];
}

/** A call of such a function. */
export interface GivingCall {
  readonly path: NodePath<t.CallExpression>;
  /** The records that it passes, in the order of the parameters. */
  readonly records: readonly SourcedUse[];
}

/** The functions that can be given records. */
export interface Candidates {
  readonly directCalls: DirectCalls;
  /** An isolated variable may hold another function. */
  readonly isIsolated: (binding: Binding) => boolean;
}

/**
 * Decides which functions are given records by their callers: all that can be, and need one. A chain of calls looks a
 * record up once, and what a closure calls sees the state that the closure sees, whoever calls that.
 */
export function planParameters(uses: readonly SourcedUse[], candidates: Candidates): ParameterPlan {
  const given = new Map<DirectFunction, RecordSource[]>();
  for (const [source, group] of Map.groupBy(uses, (each) => each.source)) {
    const own = group.map(({ use }) => use);
    for (const called of givenFunctions(own, candidates)) {
      given.set(called, [...(given.get(called) ?? []), source]);
    }
  }
  return {
    functions: [...given].map(([{ path, activation }, sources]) => ({ path, activation, sources })),
    calls: [...given].flatMap(([{ calls }, sources]) =>
      calls.map((call) => ({
        path: call.path,
        records: sources.map((source) => ({ use: { ...call }, source })),
      })),
    ),
  };
}

/** The functions that take a record: for `uses` of their own, or to pass it on. */
function givenFunctions(uses: readonly RecordUse[], candidates: Candidates): Set<DirectFunction> {
  const found = new Set<DirectFunction>();
  const add = ({ activation }: RecordUse) => {
    const called = activation && candidateAround(activation, candidates);
    if (called) found.add(called);
  };
  uses.forEach(add);
  // Callers that are found on the way have their turn, too.
  for (const { calls } of found) calls.forEach(add);
  return found;
}

/** The function of top-level code that an activation is of, or is nested in. */
function candidateAround(activation: Activation, candidates: Candidates): DirectFunction | undefined {
  if (activation.parent) return candidateAround(activation.parent, candidates);
  const called = candidates.directCalls.functionOf(activation);
  return called && !candidates.isIsolated(called.binding) ? called : undefined;
}
