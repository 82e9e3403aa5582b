import { conditionOf } from './conditions.ts';
import { type DataType, local } from './entities.ts';
import { keyOf, numberOf } from './numbers.ts';
import { expression, js, list, object, operand, type Piece } from './piece.ts';
import { assignment, chooseExpression, operator, primary, type Rules, type Written } from './rules.ts';
import type { Scope } from './scope.ts';

/** An expression of a type. */
export const VALUE_OF: Readonly<Record<DataType, (scope: Scope) => Piece>> = {
  number: numberOf,
  string: stringOf,
  list: listOf,
  record: recordOf,
  map: mapOf,
  bigint: bigIntOf,
};

export function stringOf(scope: Scope): Piece {
  return chooseExpression('string', strings, scope) ?? expression('', 'primary', ["'s'"]);
}

export function listOf(scope: Scope): Piece {
  return chooseExpression('list', lists, scope) ?? expression('', 'primary', ['[]']);
}

export function recordOf(scope: Scope): Piece {
  return chooseExpression('record', records, scope) ?? expression('', 'primary', ['{}']);
}

function mapOf(scope: Scope): Piece {
  return chooseExpression('map', maps, scope) ?? expression('', 'primary', ['new Map()']);
}

export function bigIntOf(scope: Scope): Piece {
  return chooseExpression('bigint', bigInts, scope) ?? expression('', 'primary', ['1n']);
}

/** Reads a variable as it is: what it holds gets another name. */
function read(type: DataType): (scope: Scope) => Written {
  return (scope) => {
    const name = scope.container(type);
    return name === undefined ? undefined : primary([name]);
  };
}

function assign(type: DataType): (scope: Scope) => Written {
  return (scope) => {
    const name = scope.depth >= 0 ? scope.target(type) : undefined;
    const sign = scope.dice.pick(['=', '=', '??=']);
    return name === undefined ? undefined : assignment(js`${name} ${sign} ${VALUE_OF[type](scope)}`);
  };
}

const strings: Rules<'string', NonNullable<Written>> = {
  text: ({ dice }) => primary([dice.pick(["'s'", "''", '"t"', "'uv'"])]),
  readString: read('string'),
  templateLiteral: (scope) => primary(js`\`\${${numberOf(scope)}}:\${${numberOf(scope)}}\``),
  concat: (scope) => operator(js`${object(stringOf(scope))}.slice(-6) + ${operand(numberOf(scope))}`),
  typeOf: (scope) => operator(js`typeof ${operand(numberOf(scope))}`),
  functionName: (scope) => {
    const name = scope.anyCallable();
    return name === undefined ? undefined : primary([`${name}.name`]);
  },
  slice: (scope) => primary(js`${object(stringOf(scope))}.slice(0, ${numberOf(scope)})`),
  assignString: assign('string'),
};

const lists: Rules<'list', NonNullable<Written>> = {
  newList: (scope) => primary(js`[${list(scope.dice.times(scope.dice.int(0, 3), () => numberOf(scope)))}]`),
  copyList: (scope) => primary(js`[...${operand(listOf(scope))}].slice(-5)`),
  mapList: (scope) => {
    const name = scope.program.fresh('e');
    const inner = scope
      .with({ repeats: scope.repeats * 3 })
      .inFunction()
      .declaring(local('number', name));
    return primary(js`${object(listOf(scope))}.slice(-3).map((${name}) => ${numberOf(inner)})`);
  },
  readList: read('list'),
  filterList: (scope) => {
    const name = scope.program.fresh('e');
    const inner = scope
      .with({ repeats: scope.repeats * 3 })
      .inFunction()
      .declaring(local('number', name));
    return primary(js`${object(listOf(scope))}.slice(-3).filter((${name}) => ${conditionOf(inner)})`);
  },
  assignList: assign('list'),
  keysOfRecord: (scope) => primary(js`Object.values(${recordOf(scope)})`),
};

const records: Rules<'record', NonNullable<Written>> = {
  newRecord: (scope) => {
    const keys = scope.dice.some(['a', 'b', 'c'], 60);
    return primary(
      js`{ ${list(keys.map((key) => expression('', 'primary', js`${key}: ${numberOf(scope)}`)))} }`,
    );
  },
  spreadRecord: (scope) =>
    primary(js`{ ...${operand(recordOf(scope))}, ${keyOf(scope)}: ${numberOf(scope)} }`),
  readRecord: read('record'),
  assignRecord: assign('record'),
  restOfRecord: (scope) => primary(js`(({ ${keyOf(scope)}: _, ...rest }) => rest)(${recordOf(scope)})`),
};

const maps: Rules<'map', NonNullable<Written>> = {
  newMap: (scope) => primary(js`new Map([[${numberOf(scope)}, ${numberOf(scope)}]])`),
  readMap: read('map'),
  assignMap: assign('map'),
};

const bigInts: Rules<'bigint', NonNullable<Written>> = {
  newBigInt: ({ dice }) => primary([`${dice.int(0, 9)}n`]),
  readBigInt: read('bigint'),
  bigIntArithmetic: (scope) =>
    operator(
      js`${operand(bigIntOf(scope))} ${scope.dice.pick(['+', '-', '&', '^'])} ${operand(bigIntOf(scope))}`,
    ),
  assignBigInt: (scope) => {
    const name = scope.depth >= 0 ? scope.target('bigint') : undefined;
    const sign = scope.dice.pick(['=', '+=', '-=', '??=']);
    return name === undefined ? undefined : assignment(js`${name} ${sign} ${bigIntOf(scope)}`);
  },
  updateBigInt: (scope) => {
    const name = scope.target('bigint');
    return name === undefined ? undefined : operator([scope.dice.pick([`${name}++`, `--${name}`])]);
  },
};
