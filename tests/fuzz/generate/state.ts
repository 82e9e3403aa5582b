import { bindingOf } from './callables.ts';
import { listOf, recordOf, VALUE_OF } from './data.ts';
import type { Declaration, ModuleDraft, ProgramDraft } from './drafts.ts';
import { type Binding, type DataType, type Entity, variable } from './entities.ts';
import { declare, exportsProperty } from './exports.ts';
import { LAST_INDEX, numberOf } from './numbers.ts';
import { js, lines, type Part } from './piece.ts';
import { choose, type Rules } from './rules.ts';
import { newFindings, Scope } from './scope.ts';
import { statementsOf } from './statements.ts';

type Drawn = Omit<Declaration, 'rule'>;

/** Declares some state in a module. */
export function writeState(program: ProgramDraft, module: ModuleDraft): void {
  const chosen = choose('state', rules, new Scope({ program, module, findings: newFindings(0) }));
  if (chosen) declare(program, module, { rule: chosen.rule, ...chosen.result });
}

/** A declaration of variables, all of which are state. */
function declaring(
  entities: readonly Entity[],
  write: Drawn['write'],
  options: Partial<Pick<Drawn, 'mayBeExported' | 'needs'>> = {},
): Drawn {
  const bindings = [...new Set(entities.flatMap(({ binding }) => binding ?? []))];
  return { bindings, entities, mayBeExported: true, write, ...options };
}

/** `let a = …;` */
function single(keyword: string, type: DataType, kind: string, isWritable = true) {
  return (scope: Scope): Drawn => {
    const binding = bindingOf(scope, kind, { isVariable: isWritable });
    const entity = variable(binding, type, { isWritable });
    return declaring([entity], (place) => js`${keyword} ${binding.name} = ${VALUE_OF[type](place)};`);
  };
}

function numbers(scope: Scope, count: number): Binding[] {
  return scope.dice.times(count, () => bindingOf(scope, 'num', { isVariable: true }));
}

const rules: Rules<'state', Drawn> = {
  letNumber: single('let', 'number', 'num'),
  letString: single('let', 'string', 'str'),
  letList: single('let', 'list', 'list'),
  letRecord: single('let', 'record', 'rec'),
  letMap: single('let', 'map', 'map'),
  letBigInt: single('let', 'bigint', 'big'),
  /** One that remembers where it was. */
  regExp: (scope) => {
    const binding = bindingOf(scope, 'regexp', { isVariable: true });
    const position = variable(binding, 'number', { suffix: LAST_INDEX });
    return declaring([position], () => [`let ${binding.name} = /a/${scope.dice.pick(['g', 'y'])};`]);
  },
  varNumber: single('var', 'number', 'num'),
  varList: single('var', 'list', 'list'),
  varAgain: (scope) => {
    const [binding] = numbers(scope, 1) as [Binding];
    return declaring(
      [variable(binding, 'number')],
      (place) => js`var ${binding.name} = ${numberOf(place)};\nvar ${binding.name} = ${numberOf(place)};`,
      { mayBeExported: false },
    );
  },
  uninitialised: (scope) => {
    const [binding] = numbers(scope, 1) as [Binding];
    return declaring([variable(binding, 'number')], () => [
      `${scope.dice.pick(['let', 'var'])} ${binding.name};`,
    ]);
  },
  constNumber: single('const', 'number', 'konst', false),
  constFrozen: (scope) => {
    const binding = bindingOf(scope, 'frozen');
    const type = scope.dice.pick(['list', 'record'] as const);
    const value = type === 'list' ? '[4, 5, 6]' : '{ a: 1, b: 2 }';
    return declaring([{ ...variable(binding, type, { isWritable: false }), isFrozen: true }], () => [
      `const ${binding.name} = Object.freeze(${value});`,
    ]);
  },
  arrayDestructured: (scope) => {
    const [one, other] = numbers(scope, 2) as [Binding, Binding];
    const rest = bindingOf(scope, 'list', { isVariable: true });
    return declaring(
      [variable(one, 'number'), variable(other, 'number'), variable(rest, 'list')],
      (place) =>
        js`${scope.dice.pick(['let', 'var'])} [${one.name}, ${other.name} = ${numberOf(place)}, ...${rest.name}] = ${listOf(place)};`,
    );
  },
  objectDestructured: (scope) => {
    const [one, other] = numbers(scope, 2) as [Binding, Binding];
    const rest = bindingOf(scope, 'rec', { isVariable: true });
    return declaring(
      [variable(one, 'number'), variable(other, 'number'), variable(rest, 'record')],
      (place) =>
        js`${scope.dice.pick(['let', 'var'])} { a: ${one.name} = ${numberOf(place)}, b: { length: ${other.name} } = ${listOf(place)}, ...${rest.name} } = ${recordOf(place)};`,
    );
  },
  alias: (scope) => {
    const binding = bindingOf(scope, 'alias', { isVariable: true });
    const type = scope.dice.pick(['list', 'record'] as const);
    return declaring([variable(binding, type, { isWritable: false })], (place) => {
      const members = place.variables(type).filter(({ text, isFrozen }) => text.includes('.') && !isFrozen);
      const value = place.dice.pick(members)?.text ?? place.container(type) ?? VALUE_OF[type](place);
      return js`let ${binding.name} = ${value};`;
    });
  },
  earlyRead: (scope) => {
    if (!scope.program.mayProbe) return undefined;
    const binding = bindingOf(scope, 'str', { isVariable: true });
    const { name } = binding;
    return declaring(
      [variable(binding, 'string')],
      ({ module, findings: { initialised } }) => {
        const later = module.entities.filter(
          ({ kind, binding: owner, text }) =>
            kind === 'variable' && owner?.isVariable && text === owner.name && !initialised?.has(owner),
        );
        const read = scope.dice.pick(later)?.text ?? name;
        return [
          `let ${name} = ''; try { ${name} = String(${read}); } catch (error) { ${name} = error.name; }`,
        ];
      },
      { mayBeExported: false },
    );
  },
  several: (scope) => {
    const [one, other] = numbers(scope, 2) as [Binding, Binding];
    return declaring(
      [variable(one, 'number'), variable(other, 'number')],
      (place) =>
        js`${scope.dice.pick(['let', 'var'])} ${one.name} = ${numberOf(place)}, ${other.name} = ${numberOf(place)};`,
    );
  },
  nestedVar: (scope) => {
    const [binding] = numbers(scope, 1) as [Binding];
    const { name } = binding;
    return declaring(
      [variable(binding, 'number')],
      (place): readonly Part[] =>
        scope.dice.pick([
          js`if (${numberOf(place)} > 2) var ${name} = ${numberOf(place)};`,
          js`{ var ${name} = ${numberOf(place)}; }`,
          js`try { var ${name} = ${numberOf(place)}; } finally {${lines(statementsOf(place.deeper, 1))}\n}`,
          js`switch (${numberOf(place)}) { default: var { a: ${name} = ${numberOf(place)} } = ${recordOf(place)}; }`,
        ]),
      { mayBeExported: false },
    );
  },
  loopVar: (scope) => {
    const [binding] = numbers(scope, 1) as [Binding];
    const { name } = binding;
    return declaring(
      [variable(binding, 'number')],
      (place): readonly Part[] => {
        const inner = place.with({ repeats: 3 }).deeper;
        return scope.dice.pick([
          js`for (var ${name} of ${listOf(place)}) {${lines(statementsOf(inner, 1))}\n}`,
          js`for (var ${name} = 0, guard${name} = 0; guard${name}++ < 2; ${name}++) {${lines(statementsOf(inner, 1))}\n}`,
          js`for (var [${name} = ${numberOf(place)}] of [${listOf(place)}]) {${lines(statementsOf(inner, 1))}\n}`,
        ]);
      },
      { mayBeExported: false },
    );
  },
  constFromCall: (scope) => {
    const binding = bindingOf(scope, 'konst');
    return declaring([variable(binding, 'number', { isWritable: false })], (place) => {
      const name = place.callable('call');
      return js`const ${binding.name} = ${name ?? 'Number'}(${numberOf(place)});`;
    });
  },
  generatorObject: (scope) => {
    const binding = bindingOf(scope, 'iterator', { isVariable: true });
    const entity: Entity = variable(binding, 'number', { suffix: '.next().value', isWritable: false });
    return declaring([entity], (place) => {
      const name = place.callable('generator');
      const value = name === undefined ? js`${listOf(place)}.values()` : js`${name}(${numberOf(place)})`;
      return [`let ${binding.name} = `, ...value, ';'];
    });
  },
  enumeration: (scope) => {
    if (!scope.module.isTypeScript) return undefined;
    const binding = bindingOf(scope, 'Enum');
    const members = ['a', 'b'].map((key) =>
      variable(binding, 'number', { isWritable: false, suffix: `.${key}` }),
    );
    return declaring(members, (place) => {
      const inner = place.with({ frame: { ...place.frame, mayAwait: false } });
      return js`enum ${binding.name} { a = ${numberOf(inner)}, b = ${numberOf(inner)} }`;
    });
  },
  exportedAlias: (scope) => {
    const { module, program, dice } = scope;
    // In a cycle, others would see the property before it is there.
    if (module.kind === 'module' || module.exportsText !== 'exports' || program.mayCycle) return undefined;
    const type = dice.pick(['list', 'record', 'number'] as const);
    const { name, ...rest } = bindingOf(scope, type, { isVariable: true });
    const properties = dice
      .times(dice.int(1, 2), () => program.fresh(`${module.prefix}out`))
      .map((key) => exportsProperty(module, key));
    const places = properties.map((property) => dice.pick(['', 'module.']) + property.name).join(' = ');
    const entities = [{ name, ...rest }, ...properties].map((binding) => variable(binding, type));
    const declaration = declaring(entities, (place) =>
      place.dice.pick([
        js`${place.dice.pick(['let', 'var'])} ${name} = ${places} = ${VALUE_OF[type](place)};`,
        js`let ${name}; ${places} = ${name} = ${VALUE_OF[type](place)};`,
      ]),
    );
    return { ...declaration, properties };
  },
};
