import { local } from './entities.ts';
import { numberOf } from './numbers.ts';
import { fixed, js, type Part, type Piece } from './piece.ts';
import { choose, type Rules } from './rules.ts';
import type { Scope } from './scope.ts';

/** The parameters of a function, and what its body can use. */
export interface Parameters {
  readonly parts: Piece;
  readonly inner: Scope;
}

type Drawn = readonly [parts: readonly Part[], inner: Scope];

/**
 * Parameters of a function that is called with a number.
 * @param scope that of the function's body
 */
export function parametersOf(scope: Scope): Parameters {
  const chosen = choose('parameters', rules, scope);
  const [parts, inner] = chosen?.result ?? [['x'], scope];
  return { parts: fixed(chosen?.rule ?? '', parts), inner };
}

/** Default values are no part of the body. */
function defaultOf(scope: Scope): Piece {
  return numberOf(scope.with({ depth: 1, frame: { ...scope.frame, mayAwait: false, mayYield: false } }));
}

const rules: Rules<'parameters', Drawn> = {
  plain: (scope) => {
    const name = scope.program.fresh('x');
    return [[name], scope.declaring(local('number', name))];
  },
  defaultValue: (scope) => {
    const [name, other] = [scope.program.fresh('x'), scope.program.fresh('y')];
    const inner = scope.declaring(local('number', name), local('number', other));
    return [
      js`${name} = ${defaultOf(scope)}, ${other} = ${defaultOf(scope.declaring(local('number', name)))}`,
      inner,
    ];
  },
  defaultClosure: (scope) => {
    const [name, later] = [scope.program.fresh('x'), scope.program.fresh('y')];
    const closure = scope.with({ depth: 1 }).inFunction({ hasArguments: false });
    return [
      js`${name}, ${later} = (() => ${numberOf(closure)})()`,
      scope.declaring(local('number', name), local('number', later)),
    ];
  },
  patternDefault: (scope) => {
    const [name, other] = [scope.program.fresh('x'), scope.program.fresh('y')];
    return [
      js`${name}, { a: ${other} = ${defaultOf(scope)} } = {}`,
      scope.declaring(local('number', name), local('number', other)),
    ];
  },
  rest: (scope) => {
    const name = scope.program.fresh('xs');
    return [[`...${name}`], scope.declaring(local('list', name))];
  },
  usingArguments: (scope) => {
    if (!scope.frame.hasArguments || !scope.frame.isFunction) return undefined;
    const name = scope.program.fresh('x');
    return [[name], scope.declaring(local('number', name))];
  },
};
