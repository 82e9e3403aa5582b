import * as t from '@babel/types';
import type { Place } from '../../scope/place.js';
import type { Binding } from '../../scope/scope.js';
import { callsOf } from '../calls.js';
import { functionAround, placeOf } from '../places.js';
import { type FunctionUnit, functionUnit, type OwnVariables, type Unit, type UnitForm } from '../unit.js';
import { CHUNK_SIGNATURE } from './chunk-modules.js';
import type { CommonJsCall, Signature } from './commonjs-call.js';
import type { Envelope } from './envelope.js';
import type { GuardedModule } from './guarded-modules.js';
import { findHandedModules, type HandedModule } from './handed-modules.js';
import { hoistedVariables, type LazyModules } from './lazy-modules.js';
import {
  bindingOfFunction,
  callsOfFunction,
  helperOf,
  type ModuleFunction,
  moduleFunctionsOf,
  modulesGiven,
  originOf,
} from './module-functions.js';
import type { ModuleRole, Wrapping } from './roles.js';
import { readRuntime } from './webpack-runtime.js';

/** Makes units of the modules that are found in a file, and notes what its module system consists of. */
export class ModuleFinder {
  readonly #file: Unit;
  readonly #units = new Map<t.Node, Unit>();

  constructor(file: Unit) {
    this.#file = file;
  }

  get units(): Unit[] {
    return [...this.#units.values()];
  }

  /** Adds what another file of the bundle exports for its module system. */
  addImported(binding: Binding, role: ModuleRole): void {
    const { names, system } = this.#file;
    if (role.kind === 'loader') system.loaders.add(binding);
    if (role.kind === 'arrangement') system.arrangements.add(binding);
    if (role.kind !== 'wrapping') return;
    for (const call of callsOf(binding)) {
      this.#addWrapping(call, role);
      for (const module of modulesGiven(call.node, role.argument, names))
        this.#addModule(module, role.signature ? 'wrapper' : 'lazy', role.signature);
    }
  }

  addModulesOf(call: CommonJsCall): void {
    const { names, system } = this.#file;
    const { callee, signature, loader, place } = call;
    const helper = helperOf(callee, names);
    const origin = originOf(callee, names);
    if (helper && origin) {
      if (place.node.arguments.length > 2) this.#noteWebpack(helper);
      const isLazy = functionAround(place)?.node !== helper.node;
      this.#addHelper(helper, origin, { signature, givesLoader: isLazy });
    } else if (origin) system.bookkeeping.add(origin);
    if (loader) this.#addRuntime(loader);
    const form = helper && !loader ? 'wrapper' : 'factory';
    for (const module of moduleFunctionsOf(callee, names)) this.#addModule(module, form, signature);
  }

  /** Adds the modules of a webpack chunk. */
  addChunk(modules: readonly ModuleFunction[]): void {
    if (modules.length > 0) this.#file.system.keepsKeywords = true;
    for (const module of modules) this.#addModule(module, 'factory', CHUNK_SIGNATURE);
  }

  /** @param around the function around the modules; in a function itself, it is a package in somebody else's bundle */
  #noteWebpack(around: Place | undefined): void {
    this.#file.system.keepsKeywords ||= !around || functionAround(around) === undefined;
  }

  addEnvelope(envelope: Envelope | undefined): void {
    if (envelope === undefined || this.#units.has(envelope.node)) return;
    const { own, id, system } = this.#file;
    const exports = new Set(this.#parameter(envelope.node, envelope.exports));
    system.called.add(envelope.node);
    this.#add(envelope.node, {
      form: 'bundle',
      id,
      own: exports.size > 0 ? { ...own, exports } : own,
    });
  }

  /** ES modules have no `exports` of their own. */
  addLazyModules({ callee, functions }: LazyModules): void {
    const { names } = this.#file;
    const helper = helperOf(callee, names);
    const origin = originOf(callee, names);
    if (helper && origin) this.#addHelper(helper, origin, { signature: undefined, givesLoader: true });
    for (const module of functions) this.#addModule(module, 'lazy');
  }

  /** Gives the variables of lazy modules to them. */
  addHoistedVariables(): void {
    const lazy = this.units.filter(({ form }) => form === 'lazy');
    const functions = lazy.map(({ code }) => code.parent as t.Function);
    const { names, system } = this.#file;
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
    for (const { node, objects, ...signature } of found) {
      this.#file.system.called.add(node);
      for (const binding of objects) this.#file.system.bookkeeping.add(binding);
      this.#addModule({ node, name: `module ${node.start}` }, 'factory', signature);
    }
  }

  /** @param parameter the parameter of `helper` that is given modules */
  #addHelper(helper: Place<t.Function>, parameter: Binding, how: Omit<Wrapping, 'kind' | 'argument'>): void {
    const { names, system } = this.#file;
    const argument = helper.node.params.indexOf(parameter.identifier);
    const wrapping: Wrapping = { kind: 'wrapping', argument, ...how };
    const binding = bindingOfFunction(helper, names);
    if (binding) system.helpers.set(binding, wrapping);
    for (const call of callsOfFunction(helper, names)) this.#addWrapping(call, wrapping);
  }

  /**
   * A helper returns what loads the module, or evaluates it at once and returns its exports.
   *
   *     var require_config = __commonJS({ … });        calling require_config loads the module
   *     var config = createCommonjsModule(function … ); calling the helper does
   */
  #addWrapping({ node, parent: holder }: Place<t.CallExpression>, { givesLoader }: Wrapping): void {
    if (!givesLoader) this.#addLoader(node.callee);
    else {
      this.#file.system.wrappings.add(node);
      if (t.isVariableDeclarator(holder?.node)) this.#addLoader(holder.node.id);
    }
  }

  #addLoader(name: t.Node | null | undefined): void {
    const binding = name && this.#file.names.bindingOf(name);
    if (binding) this.#file.system.loaders.add(binding);
  }

  #addRuntime(loader: Binding): void {
    const { system, own, id } = this.#file;
    const runtime = readRuntime(loader, this.#file);
    if (runtime === undefined) return;
    system.loaders.add(loader);
    system.requires.add(loader);
    this.#noteWebpack(runtime.around && loader.scope.place);
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

  /** @param signature where the module's own variables are among the parameters; ES modules have none */
  #addModule({ node, name }: ModuleFunction, form: UnitForm, signature: Partial<Signature> = {}): void {
    const { loaders, requires } = this.#file.system;
    const [exports, module, require] = [signature.exports, signature.module, signature.require].map(
      (index) => new Set(this.#parameter(node, index)),
    ) as [Set<Binding>, Set<Binding>, Set<Binding>];
    for (const binding of require) {
      loaders.add(binding);
      requires.add(binding);
    }
    this.#add(node, { form, id: this.#idOf(name), own: { exports, module } });
  }

  /** The parameter of a function at a position, if there is one. */
  #parameter({ params }: t.Function, index: number | undefined): Binding[] {
    const parameter = index === undefined ? undefined : params[index];
    const binding = parameter && this.#file.names.bindingOf(parameter);
    return binding ? [binding] : [];
  }

  #idOf(name: string): string {
    return `${this.#file.id} › ${name}`;
  }

  #add(node: t.Function, own: FunctionUnit): void {
    const place = placeOf(node, this.#file.names);
    if (place && !this.#units.has(node)) this.#units.set(node, functionUnit(place.path, this.#file, own));
  }
}
