import * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import type { Place } from '../../scope/place.js';
import type { Binding } from '../../scope/scope.js';
import { usesOf } from '../assigned-properties.js';
import { initializerOf, isDeclarator } from '../declarations.js';
import { type Member, memberName } from '../names.js';
import { isCalled, memberAround, positionOf } from '../positions.js';
import { replacementOf } from '../self-replacing.js';
import type { Unit } from '../unit.js';
import { type Change, changeAt, changeOfValue } from './changes.js';
import { changesOfThis, receiversOf } from './receivers.js';
import type { Runs } from './runs.js';

/** Code that changes what a module keeps, and that runs after the module has been evaluated. */
export interface Writer {
  readonly how: Change;
  /** The property that it changes, if it is one of the object itself. */
  readonly property?: string;
  readonly line: number;
  readonly column: number;
}

/** What of a file's code changes something later than a function or a module that is evaluated once. */
export class Writers {
  readonly #names: Names;
  readonly #file: Unit;
  readonly #runs: Runs;

  constructor(file: Unit, runs: Runs) {
    this.#names = file.names;
    this.#file = file;
    this.#runs = runs;
  }

  /**
   * The code that changes a variable or what it holds.
   * @param owner the function or module body whose variable it is
   */
  of(binding: Binding, owner: t.Node): Writer[] {
    if (holdsNothing(binding) || replacementOf(binding, this.#file) !== undefined) return [];
    const named = usesOf(binding, this.#names).flatMap((use) => {
      const how = changeAt(use, this.#names);
      if (how === undefined || (hasOwnMethods(binding) && isCalledMember(use))) return [];
      return this.#runs.isLater(use, owner) ? [writerAt(use, how)] : [];
    });
    return distinct([...named, ...this.#byMethods(heldBy(binding), binding)]);
  }

  /** The code that changes an object which has no variable, by methods of its own. */
  ofValue(value: t.Node): Writer[] {
    return distinct(this.#byMethods(value, undefined));
  }

  /** The code that changes the object that stands at several places, and has no collection's methods. */
  at(places: readonly Place[], owner: t.Node): Writer[] {
    return places.flatMap((place) => {
      const how = isCalledMember(place) ? undefined : changeOfValue(place, this.#names);
      return how && this.#runs.isLater(place, owner) ? [writerAt(place, how)] : [];
    });
  }

  #byMethods(value: t.Node | undefined, holder: Binding | undefined): Writer[] {
    const methods = receiversOf(value, holder, this.#names);
    return methods.flatMap((method) =>
      changesOfThis(method).map((node) => ({ how: 'changes' as const, ...positionOf(node) })),
    );
  }
}

/** Whether methods of what a name stands for are not those of collections: of modules, functions and classes. */
function hasOwnMethods({ kind }: Binding): boolean {
  return kind === 'import' || kind === 'function' || kind === 'class';
}

/** `vector.set(a, b)` */
function isCalledMember(place: Place): boolean {
  const member = memberAround(place);
  return member !== undefined && isCalled(member);
}

/** `var undefined;` */
function holdsNothing({ declarations, writes }: Binding): boolean {
  return writes.length === 0 && declarations.every((each) => isDeclarator(each) && each.node.init == null);
}

/** What a variable is declared with; of a class, its own methods change instances only. */
function heldBy(binding: Binding): t.Node | undefined {
  return binding.declarations.every(isDeclarator) ? initializerOf(binding) : undefined;
}

function writerAt(place: Place, how: Change): Writer {
  const member = memberAround(place)?.node;
  const property = member && propertyOf(member);
  return { how, ...(property !== undefined && { property }), ...positionOf(place.node) };
}

/** The name of a member; `#name` of a private one. */
function propertyOf(member: Member): string | undefined {
  return t.isPrivateName(member.property) ? `#${member.property.id.name}` : memberName(member);
}

/** One for each place, in the order of the source. */
function distinct(writers: readonly Writer[]): Writer[] {
  const byPlace = new Map(writers.map((writer) => [`${writer.line}:${writer.column}`, writer]));
  return [...byPlace.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}
