import { createRequire } from 'node:module';
import vm from 'node:vm';
import { CommonJsModules } from './commonjs.ts';
import { distinct } from './distinct.ts';
import { fileOf, isCommonJs, type SourceFile } from './program.ts';

/** What a module exports, by name. */
export type Namespace = Readonly<Record<string, unknown>>;

/** Modules that are not files of the program, by specifier. */
export type Builtins = ReadonlyMap<string, object>;

/**
 * Evaluates a program anew, as a fresh process does: no module is known from before. The language's own modules
 * and Node's CommonJS modules import each other as they do in Node.
 *
 * @returns what the entry exports
 * @throws what evaluating it throws
 */
export async function instantiate(files: readonly SourceFile[], builtins: Builtins): Promise<Namespace> {
  return new Instance(files, builtins).run(files[0]?.name ?? '');
}

const nodeRequire = createRequire(import.meta.url);

/** One copy of all modules of a program. */
class Instance {
  readonly #sources: ReadonlyMap<string, string>;
  readonly #builtins: Builtins;
  readonly #modules = new Map<string, vm.Module>();
  readonly #commonJs: CommonJsModules;

  constructor(files: readonly SourceFile[], builtins: Builtins) {
    this.#sources = new Map(files.map(({ name, code }) => [name, code]));
    this.#builtins = builtins;
    this.#commonJs = new CommonJsModules({
      sourceOf: (name) => this.#sourceOf(name),
      builtin: (specifier) => this.#builtin(specifier),
      requireModule: (name) => this.#requireModule(name),
      importModule: (specifier) => this.#import(specifier),
    });
  }

  async run(entry: string): Promise<Namespace> {
    if (isCommonJs(entry)) return this.#commonJs.require(entry) as Namespace;
    return this.#import(`./${entry}`);
  }

  async #import(specifier: string): Promise<Namespace> {
    const module = this.#linked(specifier);
    await module.evaluate();
    return module.namespace as Namespace;
  }

  /** `require()` of an ES module, which must not await (Node's documentation, "Loading ECMAScript modules using require()"). */
  #requireModule(name: string): Namespace {
    const module = this.#linked(`./${name}`);
    if (module.status === 'linked') evaluateNow(module);
    if (module.status === 'errored') throw module.error;
    const namespace = module.namespace as Namespace;
    return 'default' in namespace ? this.#withEsModuleMark(name) : namespace;
  }

  #withEsModuleMark(name: string): Namespace {
    const specifier = JSON.stringify(`./${name}`);
    const code = `export * from ${specifier}; export { default } from ${specifier}; export const __esModule = true;`;
    const module = this.#sourceModule(`${name}?required`, code);
    module.instantiate();
    evaluateNow(module);
    return module.namespace as Namespace;
  }

  #linked(specifier: string): vm.Module {
    const module = this.#moduleOf(specifier);
    if (module.status === 'unlinked') (module as vm.SourceTextModule).instantiate();
    return module;
  }

  #moduleOf(specifier: string): vm.Module {
    const known = this.#modules.get(specifier);
    if (known) return known;
    const name = fileOf(specifier);
    if (name === undefined) return this.#keep(specifier, syntheticModule(this.#builtin(specifier)));
    if (isCommonJs(name)) return this.#keep(specifier, this.#commonJsModule(name));
    return this.#sourceModule(specifier, this.#sourceOf(name));
  }

  #keep<M extends vm.Module>(specifier: string, module: M): M {
    this.#modules.set(specifier, module);
    return module;
  }

  #sourceModule(specifier: string, code: string): vm.SourceTextModule {
    const module = new vm.SourceTextModule(distinct(code), {
      identifier: specifier,
      importModuleDynamically: (dynamic) => this.#import(dynamic) as unknown as vm.Module,
    });
    this.#keep(specifier, module);
    module.linkRequests(module.moduleRequests.map((request) => this.#moduleOf(request.specifier)));
    return module;
  }

  /** How an ES module sees a CommonJS one: names are found without running it, values are taken once it has run. */
  #commonJsModule(name: string): vm.SyntheticModule {
    const commonJs = this.#commonJs;
    const found = commonJs
      .exportNames(name)
      .filter((each) => each !== 'default' && each !== 'module.exports');
    return new vm.SyntheticModule(
      [...found, 'default', 'module.exports'],
      function (this: vm.SyntheticModule) {
        const exports = commonJs.require(name);
        for (const each of found) this.setExport(each, memberOf(exports, each));
        this.setExport('default', exports);
        this.setExport('module.exports', exports);
      },
    );
  }

  #sourceOf(name: string): string {
    const source = this.#sources.get(name);
    if (source === undefined)
      throw Object.assign(new Error(`Cannot find module './${name}'`), { code: 'MODULE_NOT_FOUND' });
    return source;
  }

  #builtin(specifier: string): object {
    return this.#builtins.get(specifier) ?? (nodeRequire(specifier) as object);
  }
}

/** Evaluates a module that does not await; its error is left in it. */
function evaluateNow(module: vm.Module): void {
  module.evaluate().catch(() => undefined);
}

function memberOf(value: unknown, key: string): unknown {
  return (value as Namespace | null | undefined)?.[key];
}

function syntheticModule(exports: object): vm.SyntheticModule {
  const names = Object.keys(exports).filter((name) => name !== 'default');
  return new vm.SyntheticModule([...names, 'default'], function (this: vm.SyntheticModule) {
    for (const name of names) this.setExport(name, Reflect.get(exports, name));
    this.setExport('default', exports);
  });
}
