import type * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import type { Place } from '../../scope/place.js';
import type { Binding, Scope } from '../../scope/scope.js';
import { functionAround } from '../places.js';
import { bindingsOf, type Unit } from '../unit.js';
import { isFunction, type Runs } from './runs.js';
import type { Writer, Writers } from './writers.js';

/** A variable of a function or block that runs once, while its module is evaluated, which later code changes. */
export interface ClosureState {
  readonly binding: Binding;
  readonly writers: readonly Writer[];
  /** Where top-level code calls the function; the block. */
  readonly evaluation: Place;
}

/**
 * The state that hides in functions which modules call while they are evaluated: in UMD factories, in those that
 * are called where they stand, in those that make a default instance.
 *
 *     const next = (() => { let n = 0; return () => ++n; })();     n
 *     { let n = 0; exports.next = () => ++n; }                     n
 */
export function closureState(
  units: readonly Unit[],
  names: Names,
  runs: Runs,
  writers: Writers,
): ClosureState[] {
  const evaluated = new Map(runs.evaluated.map((place) => [place.node as t.Node, place]));
  const bodies = new Set(units.map(({ code }) => code.parent));
  const ofModules = new Set(units.flatMap(bindingsOf));
  return names.scopes.flatMap((scope) => {
    const around = isFunction(scope.place) ? scope.place : functionAround(scope.place);
    const owner = around && evaluated.get(around.node);
    if (around && !owner && !bodies.has(around.node)) return [];
    const evaluation = owner ? runs.evaluationOf(owner) : scope.place;
    return variablesOf(scope)
      .filter((binding) => !ofModules.has(binding))
      .map((binding) => ({ binding, writers: writers.of(binding, (owner ?? scope.place).node), evaluation }))
      .filter(({ writers: found }) => found.length > 0);
  });
}

function variablesOf({ declared }: Scope): Binding[] {
  return declared.filter(({ kind }) => VARIABLES.has(kind));
}

const VARIABLES: ReadonlySet<string> = new Set(['var', 'let', 'const', 'function', 'class', 'param']);
