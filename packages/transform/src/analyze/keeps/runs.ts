import * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import type { Place } from '../../scope/place.js';
import type { Binding } from '../../scope/scope.js';
import { callOf } from '../calls.js';
import { isGlobal, memberName } from '../names.js';
import { functionAround } from '../places.js';
import { outsideTypes } from '../positions.js';
import type { Unit } from '../unit.js';

/** A function, where it stands. */
export type FunctionPlace = Place<t.Function>;

/** A call of a function, and whether anybody else could call the function that is known from this. */
interface Calls {
  readonly places: readonly Place[];
  /** Whether there are no other calls. */
  readonly areAll: boolean;
}

/**
 * Tells what functions modules call while they are evaluated, and which of them nobody calls later:
 *
 *     const next = (() => { let n = 0; return () => ++n; })();     the outer one: at evaluation only; the inner one: later
 *     (function (root, factory) { factory(root.lib = {}); })(this, function (lib) { … });     both: at evaluation only
 *     function define(name) { … } define("a"); exports.define = define;     at evaluation, and later
 */
export class Runs {
  readonly #names: Names;
  /** The bodies of modules: nodes around all code that runs when they are evaluated. */
  readonly #bodies: ReadonlySet<t.Node>;
  readonly #atEvaluation = new Map<t.Node, boolean>();
  readonly #onlyAtEvaluation = new Map<t.Node, boolean>();
  readonly #calls = new Map<t.Node, Calls>();

  constructor(names: Names, units: readonly Unit[]) {
    this.#names = names;
    this.#bodies = new Set(units.map(({ code }) => (code.isProgram() ? code.node : code.parent)));
  }

  /** All functions that are called while modules are evaluated, those left out that are modules. */
  get evaluated(): FunctionPlace[] {
    const functions = this.#names.scopes.flatMap(({ place }) => (isFunction(place) ? [place] : []));
    return functions.filter(({ node }) => !this.#bodies.has(node)).filter((each) => this.isEvaluated(each));
  }

  /** Whether a function is called while its module is evaluated. */
  isEvaluated(place: FunctionPlace): boolean {
    return this.#holds(place, this.#atEvaluation, ({ places }, holdsAt) => places.some(holdsAt));
  }

  /** Whether code at a place may run later than a call of `owner`, the function that it is inside of: by default its module. */
  isLater(place: Place, owner?: t.Node): boolean {
    for (let around = functionAround(place); around; around = functionAround(around)) {
      if (around.node === owner || this.#bodies.has(around.node)) return false;
      if (!runsInPlace(around) && !this.#isOnlyEvaluated(around)) return true;
    }
    return false;
  }

  /** Where top-level code calls a function that is evaluated, or calls what calls it. */
  evaluationOf(place: FunctionPlace): Place {
    const seen = new Set<t.Node>();
    for (let current = place; ; ) {
      seen.add(current.node);
      const calls = this.#callsOf(current).places.map((call) => ({ call, around: functionAround(call) }));
      const direct = calls.find(({ around }) => around === undefined || this.#bodies.has(around.node));
      if (direct) return direct.call;
      const next = calls.find(({ around }) => around && !seen.has(around.node) && this.isEvaluated(around));
      if (next?.around === undefined) return current;
      current = next.around;
    }
  }

  #isOnlyEvaluated(place: FunctionPlace): boolean {
    return this.#holds(
      place,
      this.#onlyAtEvaluation,
      ({ places, areAll }, holdsAt) => areAll && places.length > 0 && places.every(holdsAt),
    );
  }

  /** Asks for a function what holds for the code around its calls. While that is unknown, it does not hold. */
  #holds(
    place: FunctionPlace,
    known: Map<t.Node, boolean>,
    test: (calls: Calls, holdsAt: (call: Place) => boolean) => boolean,
  ): boolean {
    const answer = known.get(place.node);
    if (answer !== undefined) return answer;
    known.set(place.node, false);
    const found = test(this.#callsOf(place), (call) => {
      const around = functionAround(call);
      return around === undefined || this.#bodies.has(around.node) || this.#holds(around, known, test);
    });
    known.set(place.node, found);
    return found;
  }

  #callsOf(place: FunctionPlace): Calls {
    const known = this.#calls.get(place.node) ?? this.#findCalls(place);
    this.#calls.set(place.node, known);
    return known;
  }

  #findCalls(place: FunctionPlace): Calls {
    const { node } = place;
    if (node.type === 'FunctionDeclaration') return callsOfBinding(node.id, this.#names);
    const whole = outsideTypes(place as Place);
    const { parent, key, index } = whole;
    if (parent === undefined) return NONE;
    if (isCalledInPlace(whole)) return { places: [parent], areAll: true };
    if (t.isVariableDeclarator(parent.node) && key === 'init')
      return callsOfBinding(parent.node.id, this.#names);
    if (t.isCallExpression(parent.node) && key === 'arguments')
      return this.#callsByReceiver(parent as Place<t.CallExpression>, index);
    return NONE;
  }

  /** `(function (factory) { factory(); })(function () { … })`, and `list.forEach(function (item) { … })`. */
  #callsByReceiver(call: Place<t.CallExpression>, index: number): Calls {
    const { callee } = call.node;
    if (isVisitor(callee)) return { places: [call], areAll: true };
    const isIndirect = t.isMemberExpression(callee) && memberName(callee) === 'call';
    const called = isIndirect ? callee.object : callee;
    const param = t.isFunction(called) ? called.params[isIndirect ? index - 1 : index] : undefined;
    return t.isIdentifier(param) ? callsOfBinding(param, this.#names) : NONE;
  }
}

const NONE: Calls = { places: [], areAll: false };

/** Whether a function is called where it stands, or by a method of a collection that it is given to. */
function runsInPlace(place: FunctionPlace): boolean {
  const whole = outsideTypes(place as Place);
  const call = whole.parent?.node;
  if (whole.key === 'arguments' && t.isCallExpression(call)) return isVisitor(call.callee);
  return isCalledInPlace(whole);
}

function isVisitor(callee: t.Node): boolean {
  return t.isMemberExpression(callee) && VISITORS.test(memberName(callee) ?? '');
}

/** Methods of collections that call a function before they come back. */
const VISITORS =
  /^(?:each|every|filter|find|findIndex|findLast|findLastIndex|flatMap|forEach|map|reduce|reduceRight|some)$/;

/** The calls of what a name stands for. What is done with it otherwise may call it, too. */
function callsOfBinding(name: t.Node | null | undefined, names: Names): Calls {
  const binding: Binding | undefined = name ? names.bindingOf(name) : undefined;
  if (binding === undefined) return NONE;
  const reads = binding.uses.filter(({ role }) => role !== 'write');
  const calls = reads.flatMap((use) => callOf(use) ?? calledBy(use) ?? []);
  return {
    places: calls,
    areAll:
      binding.writes.length === 0 &&
      reads.every((use) => callOf(use) || isTest(use) || isGivenToDefine(use, names)),
  };
}

/** `factory.call(this)` around `factory`. */
function calledBy({ parent, key }: Place): Place | undefined {
  const isReceiver =
    t.isMemberExpression(parent?.node) &&
    key === 'object' &&
    /^(?:apply|call)$/.test(memberName(parent.node) ?? '');
  return isReceiver && parent ? callOf(parent) : undefined;
}

/** `define("lib", [], factory)`: the loader of AMD's modules calls it once. */
function isGivenToDefine({ parent, key }: Place, names: Names): boolean {
  return (
    key === 'arguments' && t.isCallExpression(parent?.node) && isGlobal(parent.node.callee, 'define', names)
  );
}

/** `typeof factory`, which a wrapper may ask. */
function isTest({ parent }: Place): boolean {
  return t.isUnaryExpression(parent?.node, { operator: 'typeof' });
}

/** `(function () {})()`, `(function () {}).call(this)`, `new (function () {})()` */
function isCalledInPlace({ parent, key }: Place): boolean {
  if (parent === undefined) return false;
  if (key === 'callee') return true;
  return (
    t.isMemberExpression(parent.node) && key === 'object' && calledBy({ parent, key } as Place) !== undefined
  );
}

export function isFunction(place: Place): place is FunctionPlace {
  return t.isFunction(place.node);
}
