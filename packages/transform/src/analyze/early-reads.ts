import * as t from '@babel/types';
import { type Range, rangeOf } from '../parse/range.js';
import { lastUpTo } from '../parse/ranges.js';
import type { Place } from '../scope/place.js';
import type { Binding, Occurrence } from '../scope/scope.js';
import { entersActivation } from './activation.js';
import { isExportsPlace, onlyFillsExports } from './exports-object.js';
import { isCalled } from './positions.js';
import { activeParts, isQuietClass } from './quiet.js';
import type { Unit } from './unit.js';

/** Code as its unit's top level sees it. */
interface Context {
  /** The outermost function around it; `undefined` for top-level code. */
  readonly around: Place | undefined;
  /** The variable of the unit that alone leads to that function: the one that it, or what holds it, is declared as. */
  readonly owner: Binding | undefined;
  /** Where top-level code makes the function or runs the code. */
  readonly at: number;
}

/**
 * Finds the variables of a unit that code may read before their declaration is evaluated. Such code finds `undefined`
 * there, or throws; when a photon runs it again, it must find the same.
 *
 *     start();                                     // calls `size` before `unit` has its value
 *     var unit = 10;
 *     function start() { total = size() ?? 1; }
 *     function size() { return unit; }
 *
 * A function can run from where top-level code first runs anything of the program after it has named the function, or
 * after something has that was run. Modules that call each other's functions in a cycle, before these have been
 * evaluated, are left out: it would mean that anything exported may run at once.
 */
export class EarlyReads {
  readonly #unit: Unit;
  /** Where top-level code runs anything of the program. */
  readonly #active: readonly Range[];
  readonly #activeEnds: readonly number[];
  readonly #onlyFillsExports: boolean;
  #firstRuns: ReadonlyMap<Binding, number> | undefined;

  constructor(unit: Unit) {
    this.#unit = unit;
    this.#active = activeParts(unit).map(rangeOf);
    this.#activeEnds = this.#active.map(({ end }) => end);
    this.#onlyFillsExports = onlyFillsExports(unit);
  }

  /** What code may read a variable by some of its uses before `code` of the top level is evaluated. */
  readerBefore(code: t.Node, uses: readonly Occurrence[]): 'top level' | 'function' | undefined {
    const { start } = rangeOf(code);
    const reads = uses.filter(isRead).map((use) => this.#contextOf(use));
    if (reads.some(({ around, at }) => around === undefined && at < start)) return 'top level';
    const isEarly = reads.some((context) => context.around && this.#firstRunOf(context) < start);
    return isEarly ? 'function' : undefined;
  }

  #firstRunOf({ owner, at }: Context): number {
    if (owner === undefined) return this.#nextActive(at);
    this.#firstRuns ??= this.#findFirstRuns();
    return this.#firstRuns.get(owner) ?? Number.POSITIVE_INFINITY;
  }

  /** When the functions that each variable leads to may run first. Those that are missing do not run at all. */
  #findFirstRuns(): Map<Binding, number> {
    const mentions = this.#unit.scope.declared
      .filter(mayOwnFunctions)
      .flatMap((binding) => binding.uses.filter((use) => this.#leadsOn(use)).map((use) => ({ binding, use })))
      .map(({ binding, use }) => ({ binding, isCalled: isCalled(use), context: this.#contextOf(use) }));
    const inFunctionsOf = Map.groupBy(mentions, ({ context }) => context.owner);
    const atTopLevel = (inFunctionsOf.get(undefined) ?? [])
      .map(({ binding, isCalled, context: { around, at } }) => ({
        binding,
        from: isCalled && around === undefined ? at : this.#nextActive(at),
      }))
      .sort((a, b) => a.from - b.from);
    const firstRuns = new Map<Binding, number>();
    for (const { binding, from } of atTopLevel) {
      const named = [binding];
      for (let next = named.pop(); next; next = named.pop()) {
        if (firstRuns.has(next)) continue;
        firstRuns.set(next, from);
        named.push(...(inFunctionsOf.get(next) ?? []).map((mention) => mention.binding));
      }
    }
    return firstRuns;
  }

  /** Whether code can get at functions by naming a variable here. What is only exported serves importers. */
  #leadsOn(use: Occurrence): boolean {
    return isRead(use) && !(this.#onlyFillsExports && isPutIntoExports(use, this.#unit));
  }

  /** Where top-level code, from a position on, first runs anything of the program. */
  #nextActive(position: number): number {
    const next = this.#active[lastUpTo(this.#activeEnds, position) + 1];
    return next ? Math.max(next.start, position) : Number.POSITIVE_INFINITY;
  }

  #contextOf(place: Place): Context {
    let around: Place | undefined;
    for (let child = place; child.parent && child.node !== this.#unit.code.node; child = child.parent) {
      if (entersActivation(child.parent.node, child.key)) around = child.parent;
    }
    if (around === undefined) return { around, owner: undefined, at: rangeOf(place.node).start };
    return { around, owner: this.#ownerOf(around), at: rangeOf(maker(around).node).start };
  }

  #ownerOf(around: Place): Binding | undefined {
    let holder: Place | undefined = around;
    while (holder && !t.isDeclaration(holder.node) && !t.isVariableDeclarator(holder.node)) {
      if (holder !== around && !this.#isClosed(holder.node)) return undefined;
      holder = holder.parent;
    }
    if (t.isClassDeclaration(holder?.node) && !isQuietClass(holder.node, this.#unit)) return undefined;
    const { id } = (holder?.node ?? {}) as { id?: t.Node };
    const binding = id && this.#unit.names.bindingOf(id);
    return binding?.scope === this.#unit.scope ? binding : undefined;
  }

  /** Whether what is made in an expression can be reached through its value alone. */
  #isClosed(node: t.Node): boolean {
    if (t.isCallExpression(node)) return this.#unit.system.wrappings.has(node);
    if (t.isClassExpression(node)) return isQuietClass(node, this.#unit);
    return CLOSED.has(node.type);
  }
}

const CLOSED: ReadonlySet<string> = new Set([
  'ArrayExpression',
  'ClassBody',
  'ConditionalExpression',
  'LogicalExpression',
  'ObjectExpression',
  'ObjectProperty',
  'TSAsExpression',
  'TSSatisfiesExpression',
]);

function isRead({ role }: Occurrence): boolean {
  return role === 'read';
}

/** `exports.start = start` */
function isPutIntoExports({ key, parent }: Occurrence, unit: Unit): boolean {
  const assignment = key === 'right' ? parent?.node : undefined;
  return t.isAssignmentExpression(assignment, { operator: '=' }) && isExportsPlace(assignment.left, unit);
}

/** Whether functions may be declared as what a variable holds, or as parts of it. */
function mayOwnFunctions({ declarations }: Binding): boolean {
  return declarations.some(({ node }) => {
    if (!t.isVariableDeclarator(node)) return true;
    return (
      t.isFunction(node.init) ||
      t.isClass(node.init) ||
      t.isCallExpression(node.init) ||
      CLOSED.has(node.init?.type ?? '')
    );
  });
}

/** What makes a function when it is evaluated: its block, for a declaration. */
function maker(around: Place): Place {
  if (!t.isFunctionDeclaration(around.node)) return around;
  let place = around;
  do place = place.parent as Place;
  while (!t.isBlock(place.node) && !t.isSwitchStatement(place.node));
  return place;
}
