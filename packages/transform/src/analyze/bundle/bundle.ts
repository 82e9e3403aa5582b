import * as t from '@babel/types';
import type { Binding } from '../../scope/scope.js';
import { type FunctionUnit, functionUnit, type OwnVariables, type Unit } from '../unit.js';
import { type CommonJsCall, findCommonJsCalls } from './commonjs-call.js';
import { type Envelope, findEnvelope } from './envelope.js';
import { findGuardedModules, type GuardedModule } from './guarded-modules.js';
import { findHandedModules, type HandedModule } from './handed-modules.js';
import { findLazyModules, hoistedVariables, type LazyModules } from './lazy-modules.js';
import { callsOfFunction, helperOf, moduleFunctionsOf, originOf } from './module-functions.js';
import { functionAround, placeOf } from './places.js';
import { readRuntime } from './webpack-runtime.js';

/**
 * Finds the modules that a bundler has put into functions. Each becomes a unit; what the bundle keeps modules in goes
 * to the file's {@link ModuleSystem}.
 * @param finished whether the file is all there is of a program
 */
export function findModules(file: Unit, source: string, finished: boolean): Unit[] {
  const { names } = file;
  const finder = new ModuleFinder(file);
  for (const call of findCommonJsCalls(names, source)) finder.addModulesOf(call);
  finder.addLazyModules(findLazyModules(names, source));
  for (const module of findGuardedModules(names, source)) finder.addGuarded(module);
  if (finished) {
    finder.addEnvelope(findEnvelope(names));
    finder.addHanded(findHandedModules(file.pieces, names));
  }
  return finder.units;
}

/** A module's function, and where its own variables are among the parameters. */
interface Module extends Pick<FunctionUnit, 'form' | 'id'> {
  readonly exports?: number | undefined;
  readonly module?: number | undefined;
}

class ModuleFinder {
  readonly #file: Unit;
  readonly #units = new Map<t.Node, Unit>();

  constructor(file: Unit) {
    this.#file = file;
  }

  get units(): Unit[] {
    return [...this.#units.values()];
  }

  addModulesOf(call: CommonJsCall): void {
    const { names, system } = this.#file;
    const { callee, signature, loader } = call;
    const helper = helperOf(callee, names);
    const origin = originOf(callee, names);
    if (helper) this.#addHelper(helper.node, call);
    else if (origin) system.bookkeeping.add(origin);
    if (loader) this.#addRuntime(loader);
    const form = helper && !loader ? 'wrapper' : 'factory';
    for (const { node, name } of moduleFunctionsOf(callee, names)) {
      const require = this.#parameter(node, signature.require);
      if (require) {
        system.loaders.add(require);
        system.requires.add(require);
      }
      this.#addModule(node, { form, id: this.#idOf(name), ...signature });
    }
  }

  addEnvelope(envelope: Envelope | undefined): void {
    if (envelope === undefined || this.#units.has(envelope.node)) return;
    const { own, id, system } = this.#file;
    const exports = this.#parameter(envelope.node, envelope.exports);
    system.called.add(envelope.node);
    this.#add(envelope.node, {
      form: 'bundle',
      id,
      own: exports ? { ...own, exports: new Set([exports]) } : own,
    });
  }

  /** ES modules have no `exports` of their own. */
  addLazyModules(found: readonly LazyModules[]): void {
    const { names, system } = this.#file;
    for (const { callee, functions } of found) {
      const helper = helperOf(callee, names);
      if (helper) this.#addResults(helper.node);
      for (const { node, name } of functions) this.#addModule(node, { form: 'lazy', id: this.#idOf(name) });
    }
    const functions = found.flatMap((each) => each.functions.map(({ node }) => node));
    for (const [binding, owner] of hoistedVariables(functions, names)) system.addHoisted(binding, owner);
  }

  addGuarded({ place, pieces, flag, exports, isModuleObject }: GuardedModule): void {
    const { system, names } = this.#file;
    const { node, parent: holder } = place;
    for (const binding of [flag, exports]) system.bookkeeping.add(binding);
    system.called.add(node);
    const named = t.isFunctionDeclaration(node) ? node : holder?.node;
    const name = named && 'id' in named ? named.id : undefined;
    this.#addLoader(name);
    const own: OwnVariables = isModuleObject
      ? { exports: new Set(), module: new Set([exports]) }
      : { exports: new Set([exports]), module: new Set() };
    const id = this.#idOf(t.isIdentifier(name) ? name.name : `module ${node.start}`);
    this.#add(node, { form: 'factory', id, own, pieces });
    this.addHanded(findHandedModules(pieces, names));
  }

  addHanded(found: readonly HandedModule[]): void {
    for (const { node, objects, exports, module } of found) {
      this.#file.system.called.add(node);
      for (const binding of objects) this.#file.system.bookkeeping.add(binding);
      this.#addModule(node, { form: 'factory', id: this.#idOf(`module ${node.start}`), exports, module });
    }
  }

  /**
   * A helper returns what loads the module, or evaluates it at once and returns its exports.
   *
   *     var require_config = __commonJS({ … });        calling require_config loads the module
   *     var config = createCommonjsModule(function … ); calling the helper does
   */
  #addHelper(helper: t.Function, { place }: CommonJsCall): void {
    if (place.node.arguments.length > 2) this.#file.system.keepsKeywords = true;
    const isLazy = functionAround(place)?.node !== helper;
    if (isLazy) this.#addResults(helper);
    else for (const { node } of this.#callsOf(helper)) this.#addLoader(node.callee);
  }

  /** The variables that hold what a helper returns. */
  #addResults(helper: t.Function): void {
    for (const { node, parent: holder } of this.#callsOf(helper)) {
      if (node.callee === helper) continue;
      this.#file.system.wrappings.add(node);
      if (t.isVariableDeclarator(holder?.node)) this.#addLoader(holder.node.id);
    }
  }

  #callsOf(helper: t.Function) {
    const place = placeOf(helper, this.#file.names);
    return place ? callsOfFunction(place, this.#file.names) : [];
  }

  #addLoader(name: t.Node | null | undefined): void {
    const binding = name && this.#file.names.bindingOf(name);
    if (binding) this.#file.system.loaders.add(binding);
  }

  #addRuntime(loader: Binding): void {
    const { system, own, id, names } = this.#file;
    const runtime = readRuntime(loader, names);
    if (runtime === undefined) return;
    system.loaders.add(loader);
    system.requires.add(loader);
    const isOutermost = !runtime.around || functionAround(loader.scope.place) === undefined;
    if (isOutermost) system.keepsKeywords = true;
    for (const binding of runtime.variables) system.bookkeeping.add(binding);
    for (const binding of runtime.exports) own.exports.add(binding);
    for (const node of [...runtime.modules, ...runtime.helpers]) system.called.add(node);
    if (runtime.around) {
      system.called.add(runtime.around);
      this.#add(runtime.around, { form: 'factory', id, own });
    }
    for (const node of runtime.modules)
      this.#add(node, { form: 'factory', id: this.#idOf(`module ${node.start}`), own });
  }

  #addModule(node: t.Function, { form, id, exports, module }: Module): void {
    const setOf = (index: number | undefined) => {
      const parameter = this.#parameter(node, index);
      return new Set(parameter ? [parameter] : []);
    };
    this.#add(node, { form, id, own: { exports: setOf(exports), module: setOf(module) } });
  }

  #parameter({ params }: t.Function, index: number | undefined): Binding | undefined {
    const parameter = index === undefined ? undefined : params[index];
    return parameter && this.#file.names.bindingOf(parameter);
  }

  #idOf(name: string): string {
    return `${this.#file.id} › ${name}`;
  }

  #add(node: t.Function, own: FunctionUnit): void {
    const place = placeOf(node, this.#file.names);
    if (place && !this.#units.has(node)) this.#units.set(node, functionUnit(place.path, this.#file, own));
  }
}
