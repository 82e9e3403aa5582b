import { bindingOf, callableOf } from './callables.ts';
import { listOf } from './data.ts';
import type { Declaration } from './drafts.ts';
import { type Binding, type Entity, local, type Variable, variable } from './entities.ts';
import { functionOf } from './function-values.ts';
import { numberOf } from './numbers.ts';
import { parametersOf } from './parameters.ts';
import { item, js, lines, type Part, type Piece } from './piece.ts';
import { choose, type Rules } from './rules.ts';
import type { Scope } from './scope.ts';
import { bodyOf, statementsOf } from './statements.ts';

/**
 * A member of a class. Bodies are written at once; what runs when the class is defined waits for the place at which
 * it stands.
 */
interface Member {
  readonly entities: readonly Entity[];
  /** @param scope that of the class's definition */
  write(scope: Scope): readonly Part[];
}

/** A class and its binding, which the rules of members need. */
interface Owner {
  readonly binding: Binding;
  /** Where its members are being written, with those above them. */
  readonly scope: Scope;
}

/** Writes a class with state of its own. */
export function writeClass(scope: Scope): Omit<Declaration, 'rule'> {
  const { dice, module } = scope;
  const base = dice.chance(40) ? dice.pick(extensible(scope)) : undefined;
  const isIsolated = dice.chance(15);
  const binding = bindingOf(scope, 'Class', { isVariable: isIsolated });
  if (base) scope.findings.touches.add(base);
  scope.findings.touches.add(binding);

  const members: { readonly rule: string; readonly member: Member }[] = [];
  let inner = scope.with({ depth: 1 });
  for (let left = dice.int(1, 4); left > 0; left--) {
    const chosen = choose('member', rulesFor({ binding, scope: inner }), inner);
    if (!chosen) continue;
    members.push({ rule: chosen.rule, member: chosen.result });
    inner = inner.with({ locals: [...inner.locals, ...chosen.result.entities.filter(isVariable)] });
  }
  const own = members.flatMap(({ member }) => member.entities).filter(({ text }) => !text.includes('#'));
  const inherited = base ? inheritedEntities(module.entities, base, binding) : [];
  const heritage = base ? ` extends ${base.name}` : '';
  const keyword = isIsolated ? `let ${binding.name} = class ${binding.name}` : `class ${binding.name}`;
  return {
    bindings: [binding],
    needs: base ? [base] : [],
    isExtensible: !isIsolated,
    entities: [...own, ...inherited].map((entity) => refreshed(entity, scope)),
    mayBeExported: true,
    write: (place) => {
      const pieces: Piece[] = [item('', ['static of() { return new this(); }'])];
      let current = place.inFunction({ isFunction: false, hasArguments: false }).with({ depth: 1 });
      for (const { rule, member } of members) {
        pieces.push(item(rule, member.write(current)));
        current = current.with({ locals: [...current.locals, ...member.entities.filter(isVariable)] });
      }
      return js`${keyword}${heritage} {${lines(pieces)}\n}${isIsolated ? ';' : ''}`;
    },
  };
}

function isVariable(entity: Entity): entity is Variable {
  return entity.kind === 'variable';
}

/** Classes of the module that stay what they are: extending one that photons make anew would extend the root's. */
function extensible({ module }: Scope): Binding[] {
  return module.declarations.filter(({ isExtensible }) => isExtensible).flatMap(({ bindings }) => bindings);
}

function inheritedEntities(entities: readonly Entity[], base: Binding, heir: Binding): Entity[] {
  return entities
    .filter(({ binding }) => binding === base)
    .map((entity) => ({
      ...entity,
      binding: heir,
      text: `${heir.name}${entity.text.slice(base.name.length)}`,
    }));
}

/** Methods cost what all members of the class cost together; inherited ones go on doing what they did. */
function refreshed(entity: Entity, { findings }: Scope): Entity {
  if (entity.kind === 'variable') return entity;
  return {
    ...entity,
    level: findings.level,
    cost: Math.max(entity.cost, findings.cost),
    isLoading: entity.isLoading || findings.isLoading,
    mayThrow: entity.mayThrow || findings.mayThrow,
    touches: entity.touches && new Set([...entity.touches, ...findings.touches]),
  };
}

function rulesFor({ binding, scope }: Owner): Rules<'member', Member> {
  const { findings } = scope;
  const name = (prefix: string) => scope.program.fresh(prefix);
  const method = scope.inFunction({ hasArguments: true });
  const written = (entities: readonly Entity[], parts: readonly Part[]): Member => ({
    entities,
    write: () => parts,
  });
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
    staticMethod: () => {
      const key = name('m');
      const { parts, inner } = parametersOf(method);
      return written(
        [callableOf(binding, findings, { suffix: `.${key}` })],
        js`static ${key}(${parts}) {${lines(bodyOf(inner, 2))}\n}`,
      );
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
    computedMethod: (within) => {
      const key = name('m');
      const value = numberOf(method);
      return {
        entities: [callableOf(binding, findings, { suffix: `.of().${key}` })],
        write: (place) =>
          js`[(${numberOf(place.with({ locals: within.locals.slice(0, 0) }))}, '${key}')]() { return ${value}; }`,
      };
    },
  };
}
