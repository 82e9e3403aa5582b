import { recordOf } from './data.ts';
import { local } from './entities.ts';
import { isIdentifier } from './names.ts';
import { numberOf } from './numbers.ts';
import { js, lines, operand } from './piece.ts';
import type { Rules } from './rules.ts';
import { type DrawnStatement, functionWithin, statementsOf } from './statements.ts';

/** Statements that only sloppy code may hold. */
export const sloppyStatements: Pick<
  Rules<'statement', DrawnStatement>,
  'deleteName' | 'withObject' | 'blockFunction'
> = {
  deleteName: (scope) => {
    if (scope.isStrict) return undefined;
    const names = scope.variables('number').filter(({ text }) => isIdentifier(text));
    const name = scope.dice.pick(names)?.text;
    return name === undefined ? undefined : { parts: [`delete ${name};`] };
  },
  /** The object may have a property by the name of a variable. */
  withObject: (scope) => {
    if (scope.isStrict || !scope.program.mayNameLate) return undefined;
    const names = scope.module.entities.flatMap(({ binding }) => binding?.name ?? []);
    const name = scope.dice.chance(60) ? scope.dice.pick(names.filter(isIdentifier)) : undefined;
    const inner = name === undefined ? scope : scope.declaring(local('number', name));
    const property = name === undefined ? '' : `${name}: ${scope.dice.int(0, 9)}, `;
    return {
      parts: js`with ({ ${property}...${operand(recordOf(scope))} }) {${lines(statementsOf(inner, 2))}\n}`,
    };
  },
  /** A function in a block is assigned to a variable around it (ECMAScript §B.3.2). */
  blockFunction: (scope) => {
    if (scope.isStrict) return undefined;
    const { parts, entity } = functionWithin(scope);
    const made = scope.program.fresh('l');
    return {
      parts: [
        '{\n  ',
        ...parts,
        ...js`${lines(statementsOf(scope, 1))}\n}\nlet ${made} = ${entity.text}(${numberOf(scope)});`,
      ],
      declares: [local('number', made), entity],
    };
  },
};
