import { conditionOf } from './conditions.ts';
import { bigIntOf, listOf, recordOf, stringOf } from './data.ts';
import { local } from './entities.ts';
import { expression, js, lines, list, object, operand, type Piece, print } from './piece.ts';
import { assignment, chooseExpression, operator, primary, type Rules, type Written } from './rules.ts';
import type { Scope } from './scope.ts';
import { statementsOf } from './statements.ts';

const ARITHMETIC = ['+', '-', '*', '%', '&', '|', '^', '<<', '>>', '/', '**'] as const;
const COMPOUND = ['+=', '-=', '*=', '%=', '&=', '|=', '^=', '<<=', '>>=', '>>>=', '/='] as const;
const KEYS = ['a', 'b', 'c'] as const;
/** By what regular expressions are known. */
export const LAST_INDEX = '.lastIndex';

/** An expression with a number for value. */
export function numberOf(scope: Scope): Piece {
  const leaf = scope.depth <= 0 ? readOrLiteral(scope) : undefined;
  return leaf ?? chooseExpression('number', rules, scope) ?? literal(scope);
}

/** A key of records. */
export function keyOf({ dice }: Scope): string {
  return dice.pick(KEYS);
}

function literal({ dice }: Scope): Piece {
  return expression('number.literal', 'primary', [String(dice.int(0, 9))]);
}

function readOrLiteral(scope: Scope): Piece {
  const name = scope.dice.chance(75) ? scope.variable('number') : undefined;
  return name === undefined ? literal(scope) : expression('number.read', 'primary', [name]);
}

/** A place for a number: a variable, or a part of one. */
export function numberTarget(scope: Scope): string | undefined {
  const { dice } = scope;
  if (dice.chance(75)) return scope.target('number');
  if (dice.chance(50)) return member(scope.container('list'), `[${dice.int(0, 2)}]`);
  return member(scope.container('record'), `.${keyOf(scope)}`);
}

function member(object: string | undefined, key: string): string | undefined {
  return object && `${object}${key}`;
}

/** Writes what needs a place, if there is one. */
function withName(name: string | undefined, write: (name: string) => Written): Written {
  return name === undefined ? undefined : write(name);
}

const rules: Rules<'number', NonNullable<Written>> = {
  literal: ({ dice }) => primary([String(dice.int(0, 9))]),
  read: (scope) => withName(scope.variable('number'), (name) => primary([name])),
  assign: (scope) => withName(numberTarget(scope), (name) => assignment(js`${name} = ${numberOf(scope)}`)),
  compoundAssign: (scope) =>
    withName(numberTarget(scope), (name) =>
      assignment(js`${name} ${scope.dice.pick(COMPOUND)} ${numberOf(scope)}`),
    ),
  logicalAssign: (scope) =>
    withName(numberTarget(scope), (name) =>
      assignment(js`${name} ${scope.dice.pick(['&&=', '||=', '??='])} ${numberOf(scope)}`),
    ),
  update: (scope) =>
    withName(numberTarget(scope), (name) =>
      operator([scope.dice.pick([`${name}++`, `++${name}`, `${name}--`, `--${name}`])]),
    ),
  arithmetic: (scope) =>
    operator(js`${operand(numberOf(scope))} ${scope.dice.pick(ARITHMETIC)} ${operand(numberOf(scope))}`),
  unary: (scope) => operator(js`${scope.dice.pick(['-', '+', '~'])}${operand(numberOf(scope))}`),
  conditional: (scope) =>
    assignment(js`${operand(conditionOf(scope))} ? ${numberOf(scope)} : ${numberOf(scope)}`),
  logical: (scope) =>
    operator(
      js`${operand(numberOf(scope))} ${scope.dice.pick(['&&', '||', '??'])} ${operand(numberOf(scope))}`,
    ),
  comma: (scope) => ({ shape: 'sequence', parts: js`${numberOf(scope)}, ${numberOf(scope)}` }),
  call: (scope) => withName(scope.callable('call'), (name) => primary(js`${name}(${numberOf(scope)})`)),
  optionalCall: (scope) =>
    withName(scope.callable('call'), (name) => operator(js`${name}?.(${numberOf(scope)}) ?? 0`)),
  indirectCall: (scope) =>
    withName(scope.callable('call'), (name) =>
      primary(
        scope.dice.pick([
          js`${name}.call(undefined, ${numberOf(scope)})`,
          js`(0, ${name})(${numberOf(scope)})`,
          js`[${numberOf(scope)}].map(${name})[0]`,
        ]),
      ),
    ),
  taggedTemplate: (scope) =>
    withName(scope.callable('tag'), (name) =>
      primary(js`${name}\`a\${${numberOf(scope)}}b\${${numberOf(scope)}}\``),
    ),
  listRead: (scope) =>
    withName(scope.variable('list'), (name) =>
      scope.dice.pick([
        primary([`${name}.length`]),
        operator([`${name}.at(-1) ?? 0`]),
        operator(js`${name}[${numberOf(scope)}] ?? ${operand(numberOf(scope))}`),
        primary([`${name}.reduce((sum, each) => sum + each, 0)`]),
        primary([`Math.max(0, ...${name})`]),
      ]),
    ),
  recordRead: (scope) =>
    withName(scope.variable('record'), (name) =>
      scope.dice.pick([
        operator([`${name}.${keyOf(scope)} ?? 0`]),
        operator([`${name}?.['${keyOf(scope)}'] ?? 1`]),
        primary([`Object.keys(${name}).length`]),
      ]),
    ),
  mapRead: (scope) =>
    withName(scope.variable('map'), (name) =>
      scope.dice.pick([primary([`${name}.size`]), operator(js`${name}.get(${numberOf(scope)}) ?? 0`)]),
    ),
  stringLength: (scope) => primary(js`${object(stringOf(scope))}.length`),
  calledFunction: (scope) => {
    const inner = scope.inFunction({ hasArguments: true });
    if (scope.depth <= 0) return undefined;
    return primary(js`(function () {${lines(statementsOf(inner, 2))}\nreturn ${numberOf(inner)};\n})()`);
  },
  calledArrow: (scope) => {
    const inner = scope.inFunction();
    if (scope.depth <= 0) return undefined;
    const name = scope.program.fresh('p');
    const within = inner.declaring(local('number', name));
    return primary(
      js`((${name} = ${numberOf(inner)}) => ${numberOf(within)})(${scope.dice.pick(['', '2', 'undefined'])})`,
    );
  },
  patternAssign: (scope) =>
    withName(numberTarget(scope), (name) =>
      primary(
        scope.dice.pick([
          js`([${name}] = [${numberOf(scope)}])[0]`,
          js`({ a: ${name} = ${numberOf(scope)} } = ${recordOf(scope)}).a`,
          js`([, ${name} = ${numberOf(scope)}] = ${listOf(scope)}).length`,
        ]),
      ),
    ),
  shorthandProperties: (scope) =>
    withName(plain(scope.variable('number')), (name) =>
      primary(js`({ ${name}, b: ${numberOf(scope)} }).${scope.dice.pick([name, 'b'])}`),
    ),
  objectMembers: (scope) => {
    const inner = scope.inFunction({ hasArguments: true });
    return primary(
      scope.dice.pick([
        js`({ get v() { return ${numberOf(inner)}; } }).v`,
        js`({ v(x = ${numberOf(inner)}) { return x; } }).v()`,
        js`({ v: ${numberOf(scope)}, ...${operand(recordOf(scope))} }).v`,
        js`({ [\`k\${${numberOf(scope)}}\`]: 1, v: ${numberOf(scope)} }).v`,
      ]),
    );
  },
  arrayLiteral: (scope) => primary(js`[${numberOf(scope)}, ...${operand(listOf(scope))}].length`),
  classExpression: (outer) => {
    const scope = outer.with({ isStrict: true });
    const inner = scope.inFunction({ hasArguments: true });
    const field = scope.inFunction({ hasArguments: false });
    if (scope.depth <= 0) return undefined;
    return primary(
      js`new (class { v = ${numberOf(field)}; m() { return this.v + ${operand(numberOf(inner))}; } })().m()`,
    );
  },
  callback: (scope) => {
    const inner = scope.with({ repeats: scope.repeats * 2 }).inFunction();
    const name = scope.program.fresh('e');
    const within = inner.declaring(local('number', name));
    return primary(js`[1, 2].map((${name}) => ${numberOf(within)})[1]`);
  },
  deleteProperty: (scope) =>
    withName(scope.container('record'), (name) => primary([`Number(delete ${name}.${keyOf(scope)})`])),
  generatorUse: (scope) =>
    withName(scope.callable('generator'), (name) =>
      primary(
        scope.dice.pick([
          js`[...${name}(${numberOf(scope)})].length`,
          js`Math.max(0, ...${name}(${numberOf(scope)}))`,
          js`Number(${name}(${numberOf(scope)}).next().value)`,
        ]),
      ),
    ),
  awaitValue: (scope) => (scope.frame.mayAwait ? operator(js`await ${operand(numberOf(scope))}`) : undefined),
  awaitCall: (scope) =>
    scope.frame.mayAwait
      ? withName(scope.callable('async'), (name) => operator(js`await ${name}(${numberOf(scope)})`))
      : undefined,
  awaitAll: (scope) => {
    if (!scope.frame.mayAwait || scope.depth <= 0) return undefined;
    // Loading a module takes as many turns as it likes.
    const names = [1, 2].map(() => scope.callable('async', false)).filter((name) => name !== undefined);
    if (names.length === 0) return undefined;
    const calls = names.map((name) => expression('', 'primary', js`${name}(${numberOf(scope)})`));
    return operator(js`(await Promise.all([${list(calls)}]))[0] ?? 0`);
  },
  pauseFor: (scope) => (scope.frame.mayAwait ? operator(js`await pause(${numberOf(scope)})`) : undefined),
  yieldValue: (scope) =>
    scope.frame.mayYield
      ? operator(js`(yield ${numberOf(scope)}) ?? ${operand(numberOf(scope))}`)
      : undefined,
  yieldAll: (scope) => (scope.frame.mayYield ? operator(js`(yield* ${listOf(scope)}) ?? 1`) : undefined),
  dynamicImport: (scope) => {
    if (!scope.frame.mayAwait || !scope.frame.isFunction) return undefined;
    const target = scope.dice.pick(scope.module.dependencies.filter(({ isLazy }) => !isLazy));
    const found = target && scope.memberOf(target);
    if (found === undefined) return undefined;
    const { text, isCallable } = found;
    const owner = target?.kind === 'commonjs' ? '.default' : '';
    const loaded = `(await import(${target?.specifier}))${owner}${text}`;
    return isCallable ? primary(js`${loaded}(${numberOf(scope)})`) : primary([loaded]);
  },
  argumentsRead: ({ frame, dice }) =>
    frame.hasArguments ? operator([dice.pick(['arguments[0] ?? 0', 'arguments.length * 1'])]) : undefined,
  argumentsWrite: (scope) =>
    scope.frame.hasArguments ? assignment(js`arguments[0] = ${numberOf(scope)}`) : undefined,
  bigIntToNumber: (scope) => primary(js`Number(${operand(bigIntOf(scope))} % 97n)`),
  regExpTest: (scope) => {
    const positions = scope.variables('number').filter(({ text }) => text.endsWith(LAST_INDEX));
    const name = scope.use(scope.dice.pick(positions))?.slice(0, -LAST_INDEX.length);
    return withName(name, (expression) => primary([`Number(${expression}.test('aaaa'))`]));
  },
  directEval: (scope) => {
    if (!scope.program.mayNameLate || scope.depth <= 0) return undefined;
    const inner = scope.with({ frame: { ...scope.frame, mayAwait: false, mayYield: false } });
    return primary([`eval(${JSON.stringify(print(numberOf(inner.deeper)))})`]);
  },
  typedRead: (scope) =>
    ofTypeScript(scope, scope.variable('number'), (name) =>
      primary([scope.dice.pick([`(${name} as number)`, `${name}!`, `(${name} satisfies number)`])]),
    ),
  typedAssign: (scope) =>
    ofTypeScript(scope, scope.target('number'), (name) =>
      scope.dice.pick([
        assignment(js`(${name} as number) ${scope.dice.pick(['=', '+=', '??='])} ${numberOf(scope)}`),
        assignment(js`${name}! = ${numberOf(scope)}`),
        operator([`(${name} satisfies number)++`]),
        primary(js`([(${name} as number)] = [${numberOf(scope)}])[0]`),
      ]),
    ),
  receiver: ({ dice, program }) =>
    program.mayProbe
      ? primary([dice.pick(['Number(this === undefined)', 'Number(Object(this) === this)'])])
      : undefined,
};

/** What only TypeScript has. */
function ofTypeScript(
  { module }: Scope,
  name: string | undefined,
  write: (name: string) => Written,
): Written {
  return module.isTypeScript ? withName(name, write) : undefined;
}

/** A name that is no member of anything. */
function plain(name: string | undefined): string | undefined {
  return name !== undefined && /^[\w$]+$/.test(name) ? name : undefined;
}
