import { compileFunction } from 'node:vm';
import { initSync, parse } from 'cjs-module-lexer';
import { distinct } from './distinct.ts';
import { fileOf, isCommonJs } from './program.ts';

/** What CommonJS modules need of the instance that they belong to. */
export interface CommonJsHost {
  sourceOf(name: string): string;
  builtin(specifier: string): object;
  requireModule(name: string): object;
  importModule(specifier: string): Promise<object>;
}

interface CommonJsModule {
  exports: unknown;
}

initSync();

/** The CommonJS modules of one instance of a program, as Node's loader runs them. */
export class CommonJsModules {
  readonly #host: CommonJsHost;
  readonly #modules = new Map<string, CommonJsModule>();

  constructor(host: CommonJsHost) {
    this.#host = host;
  }

  /** The exports of a file, as far as it has run; a file that throws is forgotten, and runs again next time. */
  require(name: string): unknown {
    const known = this.#modules.get(name);
    if (known) return known.exports;
    const module: CommonJsModule = { exports: {} };
    this.#modules.set(name, module);
    try {
      this.#run(name, module);
    } catch (error) {
      this.#modules.delete(name);
      throw error;
    }
    return module.exports;
  }

  /** The names that importers of a file can use, which its text alone tells. */
  exportNames(name: string, visited = new Set<string>()): string[] {
    if (visited.has(name)) return [];
    visited.add(name);
    const { exports, reexports } = parse(this.#host.sourceOf(name));
    const passedOn = reexports.flatMap((specifier) => {
      const target = fileOf(specifier);
      return target !== undefined && isCommonJs(target) ? this.exportNames(target, visited) : [];
    });
    return [...new Set([...exports, ...passedOn])];
  }

  #run(name: string, module: CommonJsModule): void {
    const require = (specifier: string): unknown => {
      const target = fileOf(specifier);
      if (target === undefined) return this.#host.builtin(specifier);
      return isCommonJs(target) ? this.require(target) : this.#host.requireModule(target);
    };
    const run = compileFunction(distinct(this.#host.sourceOf(name)), ['exports', 'require', 'module'], {
      filename: name,
      importModuleDynamically: (specifier) => this.#host.importModule(specifier) as never,
    });
    Reflect.apply(run, module.exports, [module.exports, require, module]);
  }
}
