import * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import type { Binding } from '../../scope/scope.js';
import { calleeOf } from '../calls.js';
import { constantOf } from '../declarations.js';
import { memberName } from '../names.js';
import { isExportsHelper } from './exports-helpers.js';
import type { Wrapping } from './roles.js';

/** Methods of `__webpack_require__` that only define what importers see of a module, or read it. */
const RUNTIME_METHODS = ['d', 'n', 'o', 'r', 't'];

/** What the module system of a bundle consists of. Bindings are known by what they do, never by their names. */
export class ModuleSystem {
  /** Whether each photon has its own of the globals that the program creates. */
  readonly hasOwnGlobals: boolean;
  /** Functions that load a module of the bundle and give its exports. */
  readonly loaders = new Set<Binding>();
  /** Those of them that carry the runtime's helpers as methods: `__webpack_require__` and what modules call it. */
  readonly requires = new Set<Binding>();
  /** Variables that hold modules, not state: tables, caches, flags and exports objects. */
  readonly bookkeeping = new Set<Binding>();
  /** Functions that are given a module wherever they are called. */
  readonly helpers = new Map<Binding, Wrapping>();
  /** Functions of another file of the bundle that only arrange what importers see of a module. */
  readonly arrangements = new Set<Binding>();
  /** Calls that give a module to a helper and get the function that loads it: `__commonJS(…)`. */
  readonly wrappings = new Set<t.Node>();
  /** Functions that are called where they stand, and hold a module or a part of the module system. */
  readonly called = new Set<t.Node>();
  /** Whether its bundler is known to leave the keywords of declarations alone: webpack, Rspack, Rolldown. */
  keepsKeywords = false;
  readonly #names: Names;
  readonly #exportsHelpers = new Map<Binding, boolean>();
  readonly #hoisted = new Set<Binding>();
  readonly #hoistedByFunction = new Map<t.Node, Binding[]>();

  constructor(names: Names, hasOwnGlobals: boolean) {
    this.#names = names;
    this.hasOwnGlobals = hasOwnGlobals;
  }

  /** Gives a variable to the module that `owner` is the function of, although it is declared outside. */
  addHoisted(binding: Binding, owner: t.Node): void {
    this.#hoisted.add(binding);
    const others = this.#hoistedByFunction.get(owner);
    if (others) others.push(binding);
    else this.#hoistedByFunction.set(owner, [binding]);
  }

  /** Whether a variable belongs to a module in whose code it is not declared. */
  isHoisted(binding: Binding): boolean {
    return this.#hoisted.has(binding);
  }

  /** The variables outside of a module's function that are its own. */
  hoistedFrom(owner: t.Node): readonly Binding[] {
    return this.#hoistedByFunction.get(owner) ?? [];
  }

  /** Whether `node` loads a module of this bundle: `require_a()`, or `__commonJS(…)()` for one that is loaded once. */
  isLoad(node: t.Node | null | undefined): boolean {
    if (!t.isCallExpression(node)) return false;
    return this.wrappings.has(node.callee) || this.#isOneOf(this.loaders, node.callee);
  }

  /** Whether a call is of a function that is a module itself, or belongs to the module system. */
  isOwnCall(call: t.CallExpression): boolean {
    return this.wrappings.has(call) || this.called.has(calleeOf(call));
  }

  /** Whether a call only arranges what importers see of a module's exports: it runs no code of any module. */
  isArrangement({ callee }: t.CallExpression): boolean {
    if (t.isMemberExpression(callee) && RUNTIME_METHODS.includes(memberName(callee) ?? ''))
      return this.#isOneOf(this.requires, callee.object);
    const called = t.isSequenceExpression(callee) ? callee.expressions.at(-1) : callee;
    const binding = called && this.#names.bindingOf(called);
    return binding !== undefined && (this.arrangements.has(binding) || this.isExportsHelper(binding));
  }

  /** Whether a function only arranges what importers see of a module's exports. */
  isExportsHelper(binding: Binding): boolean {
    const known = this.#exportsHelpers.get(binding);
    if (known !== undefined) return known;
    const isHelper = isExportsHelper(constantOf(binding));
    this.#exportsHelpers.set(binding, isHelper);
    return isHelper;
  }

  #isOneOf(bindings: ReadonlySet<Binding>, node: t.Node): boolean {
    if (bindings.size === 0) return false;
    const binding = this.#names.bindingOf(node);
    return binding !== undefined && bindings.has(binding);
  }
}
