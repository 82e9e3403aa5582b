import { bindingOf } from './callables.ts';
import type { Declaration } from './drafts.ts';
import type { Binding, Entity, Variable } from './entities.ts';
import { type Member, membersOf } from './members.ts';
import { numberOf } from './numbers.ts';
import { fixed, item, js, lines, type Part, type Piece } from './piece.ts';
import { choose } from './rules.ts';
import type { Scope } from './scope.ts';
import { WEIGHTS } from './weights.ts';

/** Writes a class with state of its own. */
export function writeClass(outer: Scope): Omit<Declaration, 'rule'> {
  const scope = outer.with({ isStrict: true });
  const { dice, module } = scope;
  const base = dice.chance(40) ? dice.pick(extensible(scope)) : undefined;
  const isIsolated = dice.chance(15);
  const binding = bindingOf(scope, 'Class', { isVariable: isIsolated });
  if (base) scope.findings.touches.add(base);
  scope.findings.touches.add(binding);

  const inherited = base ? inheritedEntities(module.entities, base, binding) : [];
  const members: { readonly rule: string; readonly member: Member }[] = [];
  let inner = scope.with({ depth: 1 });
  for (let left = dice.int(1, 4); left > 0; left--) {
    const chosen = choose('member', membersOf({ binding, inherited, scope: inner }), inner);
    if (!chosen) continue;
    members.push({ rule: chosen.rule, member: chosen.result });
    inner = inner.with({ locals: [...inner.locals, ...chosen.result.entities.filter(isVariable)] });
  }
  const own = members.flatMap(({ member }) => member.entities).filter(({ text }) => !text.includes('#'));
  const isComputed = dice.chance(WEIGHTS.percent.computedHeritage);
  const keyword = isIsolated ? `let ${binding.name} = class ${binding.name}` : `class ${binding.name}`;
  return {
    bindings: [binding],
    needs: base ? [base] : [],
    isExtensible: !isIsolated,
    entities: [...own, ...inherited].map((entity) => refreshed(entity, scope)),
    mayBeExported: true,
    write: (around) => {
      const place = around.with({ isStrict: true });
      const pieces: Piece[] = [item('', ['static of() { return new this(); }'])];
      let current = place.inFunction({ isFunction: false, hasArguments: false }).with({ depth: 1 });
      for (const { rule, member } of members) {
        pieces.push(item(rule, member.write(current)));
        current = current.with({ locals: [...current.locals, ...member.entities.filter(isVariable)] });
      }
      const heritage = base ? heritageOf(base, isComputed ? place : undefined) : [];
      return js`${keyword}${fixed('', heritage)} {${lines(pieces)}\n}${isIsolated ? ';' : ''}`;
    },
  };
}

/** @param scope that of the class's definition, if something is computed there first */
function heritageOf({ name }: Binding, scope: Scope | undefined): readonly Part[] {
  return scope ? js` extends (${numberOf(scope.with({ depth: 1 }))}, ${name})` : [` extends ${name}`];
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
    firstTouches: new Set([...entity.firstTouches, ...findings.touches]),
  };
}
