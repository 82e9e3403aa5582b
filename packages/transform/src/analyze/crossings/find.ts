import { isBuiltin } from 'node:module';
import * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import type { Place } from '../../scope/place.js';
import { callOf } from '../calls.js';
import { constantOf } from '../declarations.js';
import { OF_COMMONJS } from '../global-object.js';
import { importedName } from '../imports.js';
import type { Runs } from '../keeps/runs.js';
import { requiredSource } from '../names.js';
import { functionAround } from '../places.js';
import { positionOf } from '../positions.js';
import type { Crossing } from './crossing.js';
import { isOutsideName, type Outside, outsideOfGlobal, outsideOfModule } from './outside.js';
import { type Deed, Search } from './search.js';

/**
 * Finds what code of a file does that crosses photons, whatever the policy: it follows the objects that exist once in a
 * process from where they are named to all that changes them.
 */
export function findCrossings(names: Names, isCommonJs: boolean, runs: Runs): Crossing[] {
  const search = new Search(names);
  for (const [name, uses] of names.globals) {
    const outside = outsideOfGlobal(name);
    for (const use of uses) {
      if (use.role === 'write' && !(isCommonJs && OF_COMMONJS.test(name))) search.add(globalWrite(use));
      else if (outside) search.follow(use, outside);
    }
  }
  for (const { place, outside } of builtinModules(names)) search.follow(place, outside);
  return grouped(search.deeds, names, runs);
}

function globalWrite(use: Place<t.Identifier | t.JSXIdentifier>): Deed {
  const value = t.isAssignmentExpression(use.parent?.node) ? use.parent.node.right : undefined;
  const name = use.node.name;
  return { kind: isOutsideName(name) ? 'builtin' : 'global', what: name, place: use, value };
}

/** Where modules of Node's are named. */
function builtinModules(names: Names): { place: Place; outside: Outside }[] {
  const required = (names.globals.get('require') ?? []).flatMap((use) => {
    const call = callOf(use);
    const source = requiredSource(call?.node, names);
    return call && source !== undefined && isBuiltin(source)
      ? [{ place: call as Place, outside: outsideOfModule(source, undefined) }]
      : [];
  });
  const imported = names.program.node.body.flatMap((statement) => {
    if (!t.isImportDeclaration(statement) || !isBuiltin(statement.source.value)) return [];
    return statement.specifiers.flatMap((specifier) => {
      const outside = outsideOfModule(statement.source.value, importedName(specifier));
      return (names.bindingOf(specifier.local)?.uses ?? []).map((place) => ({
        place: place as Place,
        outside,
      }));
    });
  });
  return [...required, ...imported];
}

/** One crossing for each thing that is changed, with all places. */
function grouped(deeds: readonly Deed[], names: Names, runs: Runs): Crossing[] {
  const byThing = Map.groupBy(deeds, ({ kind, what }) => `${kind} ${what}`);
  return [...byThing.values()].flatMap((group): Crossing[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { kind, what } = first;
    const places = group.map(({ place }) => positionOf(place.node));
    places.sort((a, b) => a.line - b.line || a.column - b.column);
    const isState =
      kind !== 'exit' && !isLent(group, names) && group.some((deed) => carriesState(deed, runs));
    return [{ kind, what, isState, places }];
  });
}

/**
 * Whether one call of a function puts back at its end what it has replaced, while nobody else can run:
 *
 *     const original = Error.prepareStackTrace; Error.prepareStackTrace = get; … Error.prepareStackTrace = original;
 */
function isLent(group: readonly Deed[], names: Names): boolean {
  const [first, ...others] = group.map(({ place }) => functionAround(place));
  const last = group.toSorted((a, b) => (a.place.node.start ?? 0) - (b.place.node.start ?? 0)).at(-1);
  const saved = last?.value && constantOf(names.bindingOf(last.value));
  if (first === undefined || first.node.async || first.node.generator || !t.isMemberExpression(saved))
    return false;
  return others.length > 0 && others.every((around) => around?.node === first.node);
}

/** Whether a deed may differ from one invocation to the next, or makes something that can. */
function carriesState({ kind, place, value }: Deed, runs: Runs): boolean {
  if (runs.isLater(place)) return true;
  return kind === 'global' && value !== undefined && !isConstant(value);
}

function isConstant(node: t.Node): boolean {
  if (t.isAssignmentExpression(node)) return isConstant(node.right);
  return t.isFunction(node) || t.isClass(node) || t.isLiteral(node) || t.isUnaryExpression(node);
}
