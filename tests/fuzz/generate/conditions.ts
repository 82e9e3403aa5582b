import { listOf, recordOf } from './data.ts';
import { keyOf, numberOf } from './numbers.ts';
import { expression, js, object, operand, type Piece } from './piece.ts';
import { chooseExpression, operator, primary, type Rules, type Written } from './rules.ts';
import type { Scope } from './scope.ts';

/** An expression with a truth value. */
export function conditionOf(scope: Scope): Piece {
  return chooseExpression('condition', rules, scope) ?? expression('', 'primary', ['true']);
}

const rules: Rules<'condition', NonNullable<Written>> = {
  compare: (scope) =>
    operator(
      js`${operand(numberOf(scope))} ${scope.dice.pick(['<', '>', '<=', '===', '!=='])} ${operand(numberOf(scope))}`,
    ),
  isType: (scope) => operator(js`typeof ${operand(numberOf(scope))} === 'number'`),
  hasKey: (scope) => operator(js`'${keyOf(scope)}' in ${operand(recordOf(scope))}`),
  includes: (scope) => primary(js`${object(listOf(scope))}.includes(${numberOf(scope)})`),
  not: (scope) => operator(js`!${operand(numberOf(scope))}`),
  isSame: (scope) => {
    const [one, other] = [scope.variable('list'), scope.variable('list')];
    return one === undefined || other === undefined ? undefined : operator([`${one} === ${other}`]);
  },
  both: (scope) =>
    scope.depth >= 0
      ? operator(
          js`${operand(conditionOf(scope))} ${scope.dice.pick(['&&', '||'])} ${operand(conditionOf(scope))}`,
        )
      : undefined,
};
