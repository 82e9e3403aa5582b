import { callableOf } from './callables.ts';
import { listOf } from './data.ts';
import { type Binding, type Entity, local, variable } from './entities.ts';
import { functionOf } from './function-values.ts';
import { numberOf } from './numbers.ts';
import { parametersOf } from './parameters.ts';
import { js, lines, type Part, statement } from './piece.ts';
import type { Rules } from './rules.ts';
import type { Scope } from './scope.ts';
import { bodyOf, statementsOf } from './statements.ts';

/**
 * A member of a class. Bodies are written at once; what runs when the class is defined waits for the place at which
 * it stands.
 */
export interface Member {
  readonly entities: readonly Entity[];
  /** @param scope that of the class's definition */
  write(scope: Scope): readonly Part[];
}

/** A class and its binding, which the rules of members need. */
interface Owner {
  readonly binding: Binding;
  readonly inherited: readonly Entity[];
  /** Where its members are being written, with those above them. */
  readonly scope: Scope;
}

const PLAIN_METHOD = { form: 'call', keyword: '', frame: {} } as const;
const STATIC_METHODS = [
  PLAIN_METHOD,
  PLAIN_METHOD,
  { form: 'async', keyword: 'async ', frame: { mayAwait: true } },
  { form: 'generator', keyword: '*', frame: { mayYield: true } },
] as const;

/** How members of a class are written. */
export function membersOf({ binding, inherited, scope }: Owner): Rules<'member', Member> {
  const { findings } = scope;
  const name = (prefix: string) => scope.program.fresh(prefix);
  const method = scope.inFunction({ hasArguments: true });
  const written = (entities: readonly Entity[], parts: readonly Part[]): Member => ({
    entities,
    write: () => parts,
  });
  /** A method that counts a static field up without the name of the class, unless it has lost its receiver. */
  const byReceiver = (
    keyword: string,
    owner: string,
    receiver: string,
    entities: readonly Entity[],
  ): Member | undefined => {
    const fields = entities
      .filter(
        (entity) => entity.kind === 'variable' && entity.type === 'number' && entity.binding === binding,
      )
      .map(({ text }) => text.slice(binding.name.length))
      .filter((text) => !text.includes('#'));
    const field = scope.dice.pick(fields);
    if (field === undefined) return undefined;
    const key = name('m');
    const { parts, inner } = parametersOf(method);
    const sign = scope.dice.pick(['=', '+=', '??=']);
    const change = js`if (this !== undefined) ${receiver}${field} ${sign} ${numberOf(inner)};`;
    return written(
      [callableOf(binding, findings, { suffix: `${owner}.${key}` })],
      js`${keyword}${key}(${parts}) {${lines([statement('', change), ...bodyOf(inner, 2)])}\n}`,
    );
  };
  return {
    staticField: ({ dice }) => {
      const key = name('s');
      const type = dice.pick(['number', 'list'] as const);
      return {
        entities: [variable(binding, type, { suffix: `.${key}` })],
        write: (place) => js`static ${key} = ${type === 'number' ? numberOf(place) : listOf(place)};`,
      };
    },
    staticFunction: () => {
      const key = name('f');
      return written(
        [callableOf(binding, findings, { suffix: `.${key}`, isWritable: true })],
        js`static ${key} = ${functionOf(scope.with({ depth: 1 }))};`,
      );
    },
    privateStatic: () => {
      const key = name('#p');
      return {
        entities: [variable(binding, 'number', { suffix: `.${key}` })],
        write: (place) => js`static ${key} = ${numberOf(place)};`,
      };
    },
    staticBlock: () => ({
      entities: [],
      write: (place) => js`static {${lines(statementsOf(place, 2))}\n}`,
    }),
    staticMethod: ({ dice }) => {
      const key = name('m');
      const { form, keyword, frame } = dice.pick(STATIC_METHODS);
      const { parts, inner } = parametersOf(scope.inFunction({ hasArguments: true, ...frame }));
      return written(
        [callableOf(binding, findings, { suffix: `.${key}`, form })],
        js`static ${keyword}${key}(${parts}) {${lines(bodyOf(inner, 2))}\n}`,
      );
    },
    staticByThis: () => byReceiver('static ', '', 'this', [...scope.locals, ...inherited]),
    staticBySuper: () => byReceiver('static ', '', 'super', inherited),
    staticByInstance: () => byReceiver('', '.of()', 'this.constructor', [...scope.locals, ...inherited]),
    computedStatic: () => {
      const key = name('s');
      return {
        entities: [variable(binding, 'number', { suffix: `.${key}` })],
        write: (place) =>
          js`static [(${numberOf(place.with({ locals: [] }))}, '${key}')] = ${numberOf(place)};`,
      };
    },
    staticAccessor: () => {
      const key = name('v');
      const setter = method.declaring(local('number', 'x'));
      return written(
        [],
        js`static get ${key}() { return ${numberOf(method)}; } static set ${key}(x) {${lines(statementsOf(setter, 1))}\n}`,
      );
    },
    field: () => {
      const key = name('v');
      const field = scope.inFunction({ hasArguments: false });
      return written([], js`${key} = ${numberOf(field)};`);
    },
    arrowField: () => {
      const key = name('f');
      const field = scope.inFunction({ hasArguments: false });
      return written(
        [callableOf(binding, findings, { suffix: `.of().${key}` })],
        js`${key} = ${functionOf(field.with({ depth: 1 }))};`,
      );
    },
    privateField: () => {
      const [key, getter] = [name('#v'), name('m')];
      const field = scope.inFunction({ hasArguments: false });
      return written(
        [callableOf(binding, findings, { suffix: `.of().${getter}` })],
        js`${key} = ${numberOf(field)}; ${getter}() { return this.${key}++ + this.${key}; }`,
      );
    },
    method: ({ dice }) => {
      const key = name('m');
      const isAsync = dice.chance(30);
      const { parts, inner } = parametersOf(scope.inFunction({ hasArguments: true, mayAwait: isAsync }));
      return written(
        [callableOf(binding, findings, { suffix: `.of().${key}`, form: isAsync ? 'async' : 'call' })],
        js`${isAsync ? 'async ' : ''}${key}(${parts}) {${lines(bodyOf(inner, 2))}\n}`,
      );
    },
    accessor: () => {
      const key = name('v');
      return written([], js`get ${key}() { return ${numberOf(method)}; }`);
    },
    computedMethod: () => {
      const key = name('m');
      const value = numberOf(method);
      return {
        entities: [callableOf(binding, findings, { suffix: `.of().${key}` })],
        write: (place) => js`[(${numberOf(place.with({ locals: [] }))}, '${key}')]() { return ${value}; }`,
      };
    },
  };
}
