import { conditionOf } from './conditions.ts';
import { listOf, recordOf, stringOf, VALUE_OF } from './data.ts';
import { type DataType, type Entity, local } from './entities.ts';
import { functionOf } from './function-values.ts';
import { isIdentifier } from './names.ts';
import { keyOf, numberOf, numberTarget } from './numbers.ts';
import { parametersOf } from './parameters.ts';
import { js, lines, operand, type Part, type Piece, start, statement } from './piece.ts';
import { choose, type Rules } from './rules.ts';
import type { Scope } from './scope.ts';
import { sloppyStatements } from './sloppy.ts';

/** A statement before it is known which construct it is, and what it declares for those after it. */
export interface DrawnStatement {
  readonly parts: readonly Part[];
  readonly declares?: readonly Entity[];
}

const DATA_TYPES: readonly [DataType, ...DataType[]] = [
  'number',
  'string',
  'list',
  'record',
  'map',
  'bigint',
];

/** Some statements, each of which sees what those before it declare. */
export function statementsOf(scope: Scope, most: number): Piece[] {
  return sequenceOf(scope, most).pieces;
}

/** Statements of a function that returns a number. */
export function bodyOf(scope: Scope, most: number): Piece[] {
  const { pieces, after } = sequenceOf(scope, most);
  return [...pieces, statement('', js`return ${numberOf(after)};`)];
}

function sequenceOf(scope: Scope, most: number): { pieces: Piece[]; after: Scope } {
  const pieces: Piece[] = [];
  let after = scope;
  for (let left = scope.dice.int(1, most); left > 0; left--) {
    const { piece, declares } = statementOf(after);
    pieces.push(piece);
    after = after.declaring(...declares);
  }
  return { pieces, after };
}

/** One statement that declares nothing for others. */
export function singleStatement(scope: Scope): Piece {
  const { piece, declares } = statementOf(scope);
  return declares.length === 0 ? piece : statement('', js`{${lines([piece])}\n}`);
}

function statementOf(scope: Scope): { piece: Piece; declares: readonly Entity[] } {
  const { rule, parts, declares = [] } = drawStatement(scope);
  return { piece: statement(rule, parts), declares };
}

/** A statement in parts. */
export function drawStatement(scope: Scope): DrawnStatement & { readonly rule: string } {
  scope.findings.cost += scope.repeats;
  const chosen = scope.depth <= 0 ? undefined : choose('statement', rules, scope.deeper);
  if (chosen) return { rule: chosen.rule, ...chosen.result };
  return { rule: 'statement.evaluate', parts: js`${start(numberOf(scope))};` };
}

function block(scope: Scope, most = 2): readonly Part[] {
  return js`{${lines(statementsOf(scope, most))}\n}`;
}

/** The body of a loop. */
function repeated(scope: Scope): Scope {
  return scope.with({ repeats: scope.repeats * 3 });
}

/** Writes what needs a name, if there is one. */
function withName(
  name: string | undefined,
  write: (name: string) => readonly Part[],
): DrawnStatement | undefined {
  return name === undefined ? undefined : { parts: write(name) };
}

/** The head of a loop that runs a few times, whatever its body does. */
function counterHead(scope: Scope, name: string): readonly Part[] {
  return [`for (let ${name} = 0; ${name} < ${scope.dice.int(1, 3)}; ${name}++) `];
}

/** Callables may throw, and remember it. */
function mayThrow({ frame, findings }: Scope): boolean {
  if (!frame.isFunction || (findings.initialised && !findings.isGuarded)) return false;
  findings.mayThrow = true;
  return true;
}

/** A local variable that programs only read. */
function constant(type: DataType, text: string): Entity {
  return { ...local(type, text), isWritable: false };
}

function someList(scope: Scope): Part {
  return operand(listOf(scope));
}

const rules: Rules<'statement', DrawnStatement> = {
  evaluate: (scope) => ({ parts: js`${start(numberOf(scope))};` }),
  assignData: (scope) => {
    const type = scope.dice.pick(DATA_TYPES);
    const name = type === 'number' ? numberTarget(scope) : scope.target(type);
    return withName(name, (target) => js`${target} = ${VALUE_OF[type](scope)};`);
  },
  assignFunction: (scope) => {
    const target = scope.replaceable();
    if (target === undefined) return undefined;
    const value = functionOf(scope.withLevel(target.level));
    return { parts: js`${target.text} = ${value};` };
  },
  changeList: (scope) =>
    withName(scope.container('list'), (name) =>
      scope.dice.pick([
        js`${name}.push(${numberOf(scope)});`,
        js`${name}[${String(scope.dice.int(0, 3))}] = ${numberOf(scope)};`,
        js`${name}.unshift(${numberOf(scope)});`,
        [`${name}.pop();`],
        [`${name}.length = ${scope.dice.int(0, 2)};`],
        [`${name}.reverse();`],
      ]),
    ),
  changeRecord: (scope) =>
    withName(scope.container('record'), (name) =>
      scope.dice.pick([
        js`${name}.${keyOf(scope)} = ${numberOf(scope)};`,
        js`${name}['${keyOf(scope)}'] += ${numberOf(scope)};`,
        js`${name}.${keyOf(scope)} ??= ${numberOf(scope)};`,
        js`Object.assign(${name}, ${recordOf(scope)});`,
        [`delete ${name}.${keyOf(scope)};`],
      ]),
    ),
  changeMap: (scope) =>
    withName(scope.container('map'), (name) =>
      scope.dice.pick([
        js`${name}.set(${numberOf(scope)}, ${numberOf(scope)});`,
        js`${name}.delete(${numberOf(scope)});`,
      ]),
    ),
  arrayPattern: (scope) => {
    const [one, other, rest] = [numberTarget(scope), numberTarget(scope), scope.target('list')];
    if (one === undefined || other === undefined) return undefined;
    const tail = rest === undefined ? '' : `, ...${rest}`;
    return {
      parts: scope.dice.pick([
        js`[${one}, ${other}${tail}] = ${listOf(scope)};`,
        js`[${one} = ${numberOf(scope)}, , ${other}] = [${numberOf(scope)}];`,
        js`[[${one}] = [${numberOf(scope)}], { length: ${other} }] = [, ${listOf(scope)}];`,
        js`[${one}, ${other}] = [${other}, ${one}];`,
      ]),
    };
  },
  objectPattern: (scope) => {
    const [one, other, rest] = [numberTarget(scope), numberTarget(scope), scope.target('record')];
    if (one === undefined || other === undefined) return undefined;
    const tail = rest === undefined ? '' : `, ...${rest}`;
    return {
      parts: scope.dice.pick([
        js`({ a: ${one}, b: ${other} = ${numberOf(scope)}${tail} } = ${recordOf(scope)});`,
        js`({ [${stringOf(scope)}]: ${one} = ${numberOf(scope)}, ...${rest ?? 'Object.create(null).x'} } = ${recordOf(scope)});`,
        js`({ a: { length: ${one} } = ${listOf(scope)}, c: [${other} = ${numberOf(scope)}] = [] } = {});`,
      ]),
    };
  },
  ifElse: (scope) => ({
    parts: js`if (${conditionOf(scope)}) ${joined(block(scope))}${joined(scope.dice.chance(40) ? js` else ${joined(block(scope))}` : [])}`,
  }),
  ifBare: (scope) => ({
    parts: js`if (${conditionOf(scope)}) ${singleStatement(scope)}${joined(scope.dice.chance(50) ? js` else ${singleStatement(scope)}` : [])}`,
  }),
  forCounter: (scope) => {
    const name = scope.program.fresh('i');
    const inner = repeated(scope).declaring(constant('number', name));
    const body = scope.dice.chance(60) ? block(inner) : [singleStatement(inner)];
    return { parts: [...counterHead(scope, name), ...body] };
  },
  forState: (scope) => {
    const guard = scope.program.fresh('i');
    return withName(scope.target('number'), (name) => {
      const inner = repeated(scope).declaring(constant('number', guard));
      return [
        ...js`for (let ${guard} = (${name} = ${numberOf(scope)}, 0); ${guard} < 3 && ${name} < ${String(scope.dice.int(3, 9))}; ${guard}++, ${name}++) `,
        ...block(inner),
      ];
    });
  },
  forIn: (scope) => {
    const inner = repeated(scope);
    const target = scope.dice.chance(60) ? scope.target('string') : undefined;
    const key = scope.program.fresh('k');
    const within = target === undefined ? inner.declaring(constant('string', key)) : inner;
    return { parts: js`for (${target ?? `const ${key}`} in ${recordOf(scope)}) ${joined(block(within))}` };
  },
  forOf: (scope) => {
    const target = scope.dice.chance(60) ? numberTarget(scope) : undefined;
    const key = scope.program.fresh('v');
    const inner = repeated(scope);
    const within = target === undefined ? inner.declaring(constant('number', key)) : inner;
    return {
      parts: js`for (${target ?? `const ${key}`} of ${someList(scope)}.slice(0, 3)) ${joined(block(within))}`,
    };
  },
  forOfPattern: (scope) => {
    const [one, other] = [numberTarget(scope), numberTarget(scope)];
    if (one === undefined || other === undefined) return undefined;
    const head = scope.dice.pick([
      js`[${one}, ${other} = ${numberOf(scope)}] of [${listOf(scope)}, ${listOf(scope)}]`,
      js`{ a: ${one}, b: ${other} = ${numberOf(scope)} } of [${recordOf(scope)}, ${recordOf(scope)}]`,
    ]);
    return { parts: js`for (${joined(head)}) ${joined(block(repeated(scope)))}` };
  },
  forAwait: (scope) => {
    if (!scope.frame.mayAwait) return undefined;
    const target = scope.dice.chance(60) ? numberTarget(scope) : undefined;
    const key = scope.program.fresh('v');
    const generator = scope.callable('asyncGenerator');
    const inner = repeated(scope);
    const within = target === undefined ? inner.declaring(constant('number', key)) : inner;
    const over =
      generator === undefined ? js`${someList(scope)}.slice(0, 3)` : js`${generator}(${numberOf(scope)})`;
    return { parts: js`for await (${target ?? `const ${key}`} of ${joined(over)}) ${joined(block(within))}` };
  },
  whileLoop: (scope) => {
    const guard = scope.program.fresh('w');
    return {
      parts: js`let ${guard} = 0; while (${guard}++ < 2 && ${operand(conditionOf(scope))}) ${joined(block(repeated(scope)))}`,
      declares: [constant('number', guard)],
    };
  },
  doWhile: (scope) => {
    const guard = scope.program.fresh('w');
    return {
      parts: js`let ${guard} = 0; do ${joined(block(repeated(scope)))} while (${guard}++ < 2 && ${operand(conditionOf(scope))});`,
      declares: [constant('number', guard)],
    };
  },
  labelledLoop: (scope) => {
    const [label, outer, inner] = ['outer', 'i', 'j'].map((name) => scope.program.fresh(name)) as [
      string,
      string,
      string,
    ];
    const within = repeated(repeated(scope)).declaring(constant('number', outer), constant('number', inner));
    return {
      parts: [
        `${label}: `,
        ...counterHead(scope, outer),
        ...counterHead(scope, inner),
        ...js`{${lines(statementsOf(within, 2))}\n  if (${conditionOf(within)}) ${scope.dice.pick(['continue', 'break'])} ${label};${lines(statementsOf(within, 1))}\n}`,
      ],
    };
  },
  labelledBlock: (scope) => {
    const label = scope.program.fresh('done');
    return {
      parts: js`${label}: {${lines(statementsOf(scope, 1))}\n  if (${conditionOf(scope)}) break ${label};${lines(statementsOf(scope, 2))}\n}`,
    };
  },
  switchCase: (scope) => ({
    parts: js`switch (${numberOf(scope)}) {\n  case ${numberOf(scope)}:${lines([singleStatement(scope)])}\n  case 1: ${singleStatement(scope)} break;\n  default:${lines([singleStatement(scope)])}\n}`,
  }),
  tryCatch: (scope) => {
    const error = scope.program.fresh('error');
    const target = scope.target('string');
    const caught = target === undefined ? block(scope, 1) : js`{ ${target} = String(${error}?.name); }`;
    return {
      parts: js`try {${lines(statementsOf(scope, 2))}\n  if (${conditionOf(scope)}) throw new RangeError(${stringOf(scope)});\n} catch (${error}) ${joined(caught)}`,
    };
  },
  tryFinally: (scope) => {
    const leave = scope.frame.isFunction && scope.dice.chance(60) ? js`\n  return ${numberOf(scope)};` : [];
    return {
      parts: js`try {${lines(statementsOf(scope, 2))}${joined(leave)}\n} finally ${joined(block(scope, 1))}`,
    };
  },
  throwError: (scope) =>
    mayThrow(scope)
      ? {
          parts: js`if (${conditionOf(scope)} && ${operand(conditionOf(scope))}) throw new Error(${stringOf(scope)});`,
        }
      : undefined,
  throwValue: (scope) =>
    mayThrow(scope) ? { parts: js`if (${numberOf(scope)} === 7) throw ${stringOf(scope)};` } : undefined,
  block: (scope) => ({ parts: block(scope, 3) }),
  shadow: (scope) => {
    const name = scope.module.entities.map(({ binding }) => binding?.name).find(() => scope.dice.chance(30));
    if (name === undefined || !isIdentifier(name) || scope.hidden.has(name)) return undefined;
    const inner = scope.declaring(local('number', name));
    return {
      parts: js`{\n  let ${name} = ${String(scope.dice.int(0, 9))};${lines(statementsOf(inner, 2))}\n}`,
    };
  },
  local: (scope) => {
    const type = scope.dice.pick(DATA_TYPES);
    const name = scope.program.fresh('l');
    return { parts: js`let ${name} = ${VALUE_OF[type](scope)};`, declares: [local(type, name)] };
  },
  localVar: (scope) => {
    if (!scope.frame.isFunction) return undefined;
    const name = scope.program.fresh('u');
    return { parts: js`var ${name} = ${numberOf(scope)};`, declares: [local('number', name)] };
  },
  localPattern: (scope) => {
    const [one, other] = [scope.program.fresh('l'), scope.program.fresh('l')];
    return {
      parts: scope.dice.pick([
        js`let { a: ${one} = ${numberOf(scope)}, ...${other} } = ${recordOf(scope)};`,
        js`let [${one} = ${numberOf(scope)}, ...${other}] = ${listOf(scope)};`,
      ]),
      declares: [local('number', one)],
    };
  },
  localFunction: (scope) => {
    const { parts, entity } = functionWithin(scope);
    return { parts, declares: [entity] };
  },
  hoistedFunction: (scope) => {
    const { parts, entity } = functionWithin(scope);
    const made = scope.program.fresh('l');
    return {
      parts: js`${joined(block(scope))}\n${joined(parts)}\nlet ${made} = ${entity.text}(${numberOf(scope)});`,
      declares: [local('number', made), entity],
    };
  },
  localClass: (outer) => {
    const scope = outer.with({ isStrict: true });
    const [name, made] = [scope.program.fresh('Local'), scope.program.fresh('l')];
    const inner = scope.inFunction({ hasArguments: true });
    const field = scope.inFunction({ hasArguments: false });
    return {
      parts: js`class ${name} {\n  v = ${numberOf(field)};\n  static s = ${numberOf(field)};\n  m() { return this.v + ${operand(numberOf(inner))}; }\n}\nlet ${made} = new ${name}().m() + ${name}.s;`,
      declares: [local('number', made)],
    };
  },
  closures: (scope) => {
    const [later, index, made] = ['later', 'i', 'l'].map((name) => scope.program.fresh(name)) as [
      string,
      string,
      string,
    ];
    const inner = repeated(scope).inFunction().declaring(constant('number', index));
    return {
      parts: [
        `const ${later} = []; `,
        ...counterHead(scope, index),
        ...js`${later}.push(() => ${numberOf(inner)});\nlet ${made} = ${later}.reduce((sum, each) => sum + each(), 0);`,
      ],
      declares: [local('number', made)],
    };
  },
  returnEarly: (scope) =>
    scope.frame.isFunction ? { parts: js`if (${conditionOf(scope)}) return ${numberOf(scope)};` } : undefined,
  pause: (scope) => (scope.frame.mayAwait ? { parts: ['await pause();'] } : undefined),
  using: (scope) => {
    const name = scope.program.fresh('resource');
    const inner = scope.inFunction({ hasArguments: true });
    if (!scope.frame.isFunction) return undefined;
    const isAsync = scope.frame.mayAwait && scope.dice.chance(50);
    const [keyword, key] = isAsync ? ['await using', 'asyncDispose'] : ['using', 'dispose'];
    return {
      parts: js`{\n  ${keyword} ${name} = { [Symbol.${key}]() { ${start(numberOf(inner))}; } };${lines(statementsOf(scope, 2))}\n}`,
    };
  },
  assignConstant: (scope) => {
    const names = scope
      .variables('number')
      .filter(({ binding, isWritable, text }) => binding && !isWritable && !text.includes('.'));
    const target = scope.target('string');
    const error = scope.program.fresh('error');
    const name = scope.use(scope.dice.pick(names));
    if (name === undefined || target === undefined) return undefined;
    return {
      parts: js`try { ${name} = ${numberOf(scope)}; } catch (${error}) { ${target} = ${error}.name; }`,
    };
  },
  ...sloppyStatements,
  empty: () => ({ parts: [';'] }),
};

/** A function in a function, and how to call it. */
export function functionWithin(scope: Scope): { parts: readonly Part[]; entity: Entity } {
  const name = scope.program.fresh('inner');
  const { parts, inner } = parametersOf(
    scope.inFunction({ hasArguments: true }).with({ repeats: scope.repeats * 2 }),
  );
  const entity: Entity = {
    kind: 'callable',
    binding: undefined,
    text: name,
    form: 'call',
    level: -1,
    cost: 3,
    isLoading: false,
    mayThrow: false,
    isWritable: false,
    touches: new Set(),
    firstTouches: new Set(),
  };
  return { parts: js`function ${name}(${parts}) {${lines(bodyOf(inner, 2))}\n}`, entity };
}

/** Parts as one part, which shrinking leaves together. */
function joined(parts: readonly Part[]): Piece {
  return { rule: '', role: 'fixed', shape: 'primary', parts };
}
