import { local } from './entities.ts';
import { numberOf } from './numbers.ts';
import { parametersOf } from './parameters.ts';
import { body, expression, js, lines, object, type Piece } from './piece.ts';
import { assignment, chooseExpression, primary, type Rules, type Written } from './rules.ts';
import type { Scope } from './scope.ts';
import { bodyOf } from './statements.ts';

/** An expression with a function from number to number for value. */
export function functionOf(scope: Scope): Piece {
  return (
    chooseExpression('function', rules, scope) ??
    expression('', 'assignment', js`(x) => ${body(numberOf(scope))}`)
  );
}

/** Whether code at this place runs while it is not known what has a value already. */
function comesEarly({ frame, findings }: Scope): boolean {
  return !frame.isFunction && findings.initialised === undefined;
}

const rules: Rules<'function', NonNullable<Written>> = {
  arrow: (scope) => {
    const { parts, inner } = parametersOf(scope.inFunction());
    return assignment(js`(${parts}) => ${body(numberOf(inner))}`);
  },
  arrowBlock: (scope) => {
    if (scope.depth <= 0) return undefined;
    const { parts, inner } = parametersOf(scope.inFunction());
    return assignment(js`(${parts}) => {${lines(bodyOf(inner, 2))}\n}`);
  },
  functionExpression: (scope) => {
    if (scope.depth <= 0) return undefined;
    const { parts, inner } = parametersOf(scope.inFunction({ hasArguments: true }));
    return primary(js`function (${parts}) {${lines(bodyOf(inner, 2))}\n}`);
  },
  namedFunction: (scope) => {
    if (scope.depth <= 0) return undefined;
    const { parts, inner } = parametersOf(scope.inFunction({ hasArguments: true }));
    return primary(js`function ${scope.program.fresh('named')}(${parts}) {${lines(bodyOf(inner, 2))}\n}`);
  },
  reuse: (scope) => {
    if (comesEarly(scope)) return undefined;
    const name = scope.callable('call');
    return name === undefined ? undefined : primary([name]);
  },
  bound: (scope) => {
    if (comesEarly(scope)) return undefined;
    const name = scope.callable('call');
    return name === undefined ? undefined : primary(js`${name}.bind(null, ${numberOf(scope)})`);
  },
  madeByFactory: (scope) => {
    if (comesEarly(scope)) return undefined;
    const kept = scope.program.fresh('kept');
    const inner = scope.inFunction().declaring(local('number', kept));
    const made = expression('', 'assignment', js`(${kept}) => (x) => ${body(numberOf(inner))}`);
    return primary(js`${object(made)}(${numberOf(scope)})`);
  },
};
