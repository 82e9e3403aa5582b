import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { containsAwait } from '../analyze/await.js';
import { literalKey } from '../analyze/names.js';
import type { StaticField, TopLevelClass } from '../analyze/statics.js';
import type { Unit } from '../analyze/unit.js';
import type { Binding } from '../scope/scope.js';

/** Where the isolated static fields of a class are kept. */
export type ClassPlace =
  /** The class is defined once: in a slot of the record. Its name may have a temporal dead zone. */
  | { readonly kind: 'slot'; readonly slot: string; readonly hasDeadZone: boolean }
  /** The class is part of a step: photons that run the step again have a class of their own. */
  | { readonly kind: 'step' };

/** The key of a field. */
export type FieldKey =
  | { readonly kind: 'name'; readonly name: string }
  /** It is evaluated when the class is defined, long before the field is; `id` tells the class's keys apart. */
  | { readonly kind: 'computed'; readonly id: string; readonly async: boolean };

/** What becomes of an isolated static field. */
export interface StaticFieldAction {
  readonly kind: 'staticField';
  readonly path: StaticField;
  readonly place: ClassPlace;
  readonly key: FieldKey;
  /** The private name of the field behind an auto-accessor. */
  readonly hidden: string | undefined;
  /** The private name of the cell that holds a private field of a class in a step. */
  readonly cell: string | undefined;
  /** What the runtime calls a field with decorators. */
  readonly decorated: string | undefined;
}

/** What the classes of a unit need names for. */
export class ClassNames {
  readonly #unit: Unit;
  readonly #fresh: (base: string) => string;
  readonly #isIsolated: (binding: Binding | undefined) => boolean;
  #unnamed = 0;
  #keys = 0;
  #decorated = 0;

  constructor(
    unit: Unit,
    isIsolated: (binding: Binding | undefined) => boolean,
    fresh: (base: string) => string,
  ) {
    this.#unit = unit;
    this.#isIsolated = isIsolated;
    this.#fresh = fresh;
  }

  /** The place of a class that is defined once. Reserved words cannot be the names of bindings. */
  slotOf(path: TopLevelClass): ClassPlace {
    const binding = bindingOf(path, this.#unit);
    if (binding && !this.#isIsolated(binding)) {
      return { kind: 'slot', slot: binding.name, hasDeadZone: binding.kind !== 'var' };
    }
    this.#unnamed += 1;
    const slot = this.#unnamed === 1 ? 'class' : `class ${this.#unnamed}`;
    return { kind: 'slot', slot, hasDeadZone: false };
  }

  /** The action for an isolated static field. */
  fieldAction(path: StaticField, place: ClassPlace): StaticFieldAction {
    const name = literalKey(path.node);
    const key: FieldKey =
      name === undefined
        ? {
            kind: 'computed',
            id: `key ${++this.#keys}`,
            async: containsAwait(path.get('key') as NodePath),
          }
        : { kind: 'name', name };
    const base = `#${name?.replace(/^\d|\W/g, '') ?? ''}$`;
    const isAccessor = path.isClassAccessorProperty() && !t.isPrivateName(path.node.key);
    const hidden = isAccessor ? this.#fresh(base) : undefined;
    const isPrivate = isAccessor || t.isPrivateName(path.node.key);
    const isCell = isPrivate && place.kind === 'step' && !path.node.decorators?.length;
    const cell = isCell ? this.#fresh(base) : undefined;
    const decorated = path.node.decorators?.length ? `field ${++this.#decorated}` : undefined;
    return { kind: 'staticField', path, place, key, hidden, cell, decorated };
  }
}

/** The constant module-level binding that holds a class from its definition on. */
function bindingOf(path: TopLevelClass, { scope }: Unit): Binding | undefined {
  const { node } = path.isClassDeclaration() ? path : { node: path.parent };
  const id = t.isClassDeclaration(node) || t.isVariableDeclarator(node) ? node.id : undefined;
  const binding = t.isIdentifier(id) ? scope.own(id.name) : undefined;
  const [only, ...others] = binding?.declarations ?? [];
  const isConstant = only?.node === node && others.length === 0 && binding?.writes.length === 0;
  return isConstant ? binding : undefined;
}

/** The private name that an isolated field goes by, if it is private or an auto-accessor. */
export function privateName({ path: { node }, key, hidden }: StaticFieldAction): string | undefined {
  return t.isPrivateName(node.key) && key.kind === 'name' ? key.name : hidden;
}

/** The slot of a private static field of a class that is defined once. */
export function privateSlot(action: StaticFieldAction): string | undefined {
  const name = privateName(action);
  return action.place.kind === 'slot' && name !== undefined ? `${action.place.slot}.${name}` : undefined;
}
