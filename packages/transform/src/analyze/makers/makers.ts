import * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import type { ModuleFacts } from '../analyze.js';
import { changesOfThis, methodsOf } from '../keeps/receivers.js';
import type { Writer, Writers } from '../keeps/writers.js';
import { literalKey } from '../names.js';
import { allOwn } from '../own-code.js';
import { functionAround, placeOf } from '../places.js';
import { positionOf } from '../positions.js';
import { exportedFunctions, functionOrClass } from './exported-values.js';

/** An exported function or class that makes objects which change. Plain data. */
export interface Maker {
  readonly exported: string;
  /** The code that changes such an object. */
  readonly writers: readonly Writer[];
  /** The methods by which it changes, where that is known: of classes. */
  readonly methods?: readonly string[];
}

/** What an object changes by. */
type Changes = Omit<Maker, 'exported'>;

/** How many places are told of each. */
const TOLD = 3;

/**
 * Finds the functions and classes of a file by which others make objects that change:
 *
 *     export function make() { const all = new Map(); return { on(type, f) { all.set(type, f); } }; }
 *     export class Logger { setLevel(level) { this.level = level; } }
 *     export const create = (options) => options ? new Logger(options) : new Logger();
 */
export function findMakers(facts: ModuleFacts, writers: Writers): Maker[] {
  const search = new Search(facts.names, writers);
  return [...exportedFunctions(facts)].flatMap(([exported, value]) => {
    const changes = search.changesOf(value);
    return changes ? [{ ...changes, writers: changes.writers.slice(0, TOLD), exported }] : [];
  });
}

class Search {
  readonly #names: Names;
  readonly #writers: Writers;
  readonly #known = new Map<t.Node, Changes | undefined>();

  constructor(names: Names, writers: Writers) {
    this.#names = names;
    this.#writers = writers;
  }

  /** What changes the objects that a function or a class makes. */
  changesOf(value: t.Function | t.Class): Changes | undefined {
    if (this.#known.has(value)) return this.#known.get(value);
    this.#known.set(value, undefined);
    const changes = t.isClass(value) ? this.#ofClass(value) : this.#ofFunction(value);
    this.#known.set(value, changes);
    return changes;
  }

  #ofClass(value: t.Class): Changes | undefined {
    const own = new Map(
      value.body.body.flatMap((member) => {
        const name =
          'key' in member && !t.isPrivateName(member.key) ? literalKey(member as t.ClassMethod) : undefined;
        const code = t.isClassProperty(member) ? member.value : member;
        return name !== undefined && name !== 'constructor' && t.isFunction(code)
          ? [[name, code] as const]
          : [];
      }),
    );
    const base = functionOrClass(value.superClass, this.#names);
    const inherited = base ? this.changesOf(base) : undefined;
    const changing = [...own].filter(([, code]) => changesOfThis(code).length > 0).map(([name]) => name);
    const methods = new Set([...changing, ...(inherited?.methods ?? [])]);
    for (const name of methods) for (const caller of callersOf(name, own)) methods.add(caller);
    const writers = [...methods].flatMap((name) => changesIn(own.get(name)));
    return methods.size > 0
      ? { methods: [...methods], writers: [...writers, ...(inherited?.writers ?? [])] }
      : undefined;
  }

  #ofFunction(code: t.Function): Changes | undefined {
    const own = this.#names.scopes
      .filter(({ place }) => place.node === code || functionAround(place)?.node === code)
      .flatMap(({ declared }) => declared)
      .flatMap((binding) => this.#writers.of(binding, code));
    const byPrototype = this.#prototypeOf(code).flatMap(changesIn);
    if (own.length + byPrototype.length > 0) return { writers: [...own, ...byPrototype] };
    for (const made of returnedBy(code)) {
      const value = functionOrClass(made.callee, this.#names);
      const changes = value && this.changesOf(value);
      if (changes) return changes;
    }
    return undefined;
  }

  #prototypeOf(code: t.Function): t.Function[] {
    const place = placeOf(code, this.#names);
    const name = t.isFunctionDeclaration(code) ? code.id : place?.parent && nameGiven(place.parent.node);
    return name ? methodsOf(name, this.#names) : [];
  }
}

/** `var Store = function () {}` */
function nameGiven(node: t.Node): t.Node | undefined {
  return t.isVariableDeclarator(node) ? node.id : undefined;
}

function changesIn(code: t.Function | undefined): Writer[] {
  return code ? changesOfThis(code).map((node) => ({ how: 'changes', ...positionOf(node) })) : [];
}

/** The methods that call another one of the same object. */
function callersOf(name: string, methods: ReadonlyMap<string, t.Function>): string[] {
  const isCall = (node: t.Node) =>
    t.isCallExpression(node) &&
    t.isMemberExpression(node.callee) &&
    t.isThisExpression(node.callee.object) &&
    t.isIdentifier(node.callee.property, { name });
  return [...methods].flatMap(([caller, { body }]) =>
    t.traverseFast(body, (node) => (isCall(node) ? t.traverseFast.stop : undefined)) ? [caller] : [],
  );
}

/** The calls whose results a function may return. */
function returnedBy(code: t.Function): (t.CallExpression | t.NewExpression)[] {
  const returned = t.isBlockStatement(code.body)
    ? allOwn(code.body, (node) => t.isReturnStatement(node)).map(({ argument }) => argument)
    : [code.body];
  return returned.flatMap(callsGiving);
}

function callsGiving(node: t.Node | null | undefined): (t.CallExpression | t.NewExpression)[] {
  if (t.isConditionalExpression(node))
    return [...callsGiving(node.consequent), ...callsGiving(node.alternate)];
  if (t.isLogicalExpression(node)) return [...callsGiving(node.left), ...callsGiving(node.right)];
  // A function that is returned may be the maker itself: `make ? makeNow(make) : makeNow`.
  return t.isCallExpression(node) || t.isNewExpression(node) ? [node] : [];
}
