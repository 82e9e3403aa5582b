import { dirname, isAbsolute } from 'node:path';
import type { LinkerHost, LoadedFile } from '@photonize/linker';
import { RUNTIME_SPECIFIER } from '@photonize/runtime/interface';
import type { Dependency, ModulePolicy } from '@photonize/transform';
import type { Types } from '@photonize/types';
import type { BuildOptions, PluginBuild } from 'esbuild';
import { isJson, isolatesJson } from './json.js';
import { moduleIn, type Resolution, Resolutions } from './resolutions.js';
import { SourceFiles } from './source-files.js';

/** Marks resolutions that the plugin asks for itself. */
export const LINKING = Symbol('photonize linking');

/** The files that may be modules of a program. */
export const MODULES = /\.(?:[mc]?[jt]sx?|json)$/;

const CODE = /\.[mc]?[jt]sx?$/;

const IMPORT_KINDS = {
  import: 'import-statement',
  require: 'require-call',
  'dynamic-import': 'dynamic-import',
} as const;

/** Gives the linker the files of a build, and what esbuild says that they import. */
export class BuildHost implements LinkerHost {
  readonly globals: boolean;
  readonly #build: PluginBuild;
  readonly #policyOf: (path: string) => ModulePolicy;
  readonly #files: SourceFiles;
  readonly #resolutions: Resolutions | undefined;
  #types: Promise<Types> | undefined;

  constructor(build: PluginBuild, policyOf: (path: string) => ModulePolicy, globals: boolean) {
    this.globals = globals;
    this.#build = build;
    this.#policyOf = policyOf;
    this.#files = new SourceFiles((path) => isJson(path, build.initialOptions));
    if (resolvesByFiles(build.initialOptions)) {
      this.#resolutions = new Resolutions(
        (dependency, importer) => this.#ask(dependency, importer),
        (path) => this.isModule(path),
      );
    }
  }

  startBuild(): void {
    this.#types?.then((types) => types.startBuild());
    this.#files.startBuild();
    this.#resolutions?.startBuild();
  }

  async readonlyTypes(path: string, names: readonly string[]): Promise<readonly string[]> {
    if (!/\.[mc]?tsx?$/.test(path)) return [];
    // TypeScript takes long to load.
    this.#types ??= import('@photonize/types').then(({ Types }) => new Types());
    return (await this.#types).readonlyVariables(path, names, this.#build.initialOptions.tsconfig);
  }

  /** Whether a file is a module of the program: code, or JSON that photons may have a copy of. */
  isModule(path: string): boolean {
    return (
      CODE.test(path) || (isJson(path, this.#build.initialOptions) && isolatesJson(this.#policyOf(path)))
    );
  }

  /** The code of a module. */
  read(path: string): string {
    return this.#files.read(path);
  }

  async load(path: string): Promise<LoadedFile> {
    return { code: this.read(path), policy: this.#policyOf(path) };
  }

  /** Unless plugins or patterns add files that nothing here tells of. */
  async entries(): Promise<readonly string[] | undefined> {
    const { initialOptions } = this.#build;
    const names = [...entryNames(initialOptions), ...(initialOptions.inject ?? [])];
    if (!isAlone(initialOptions) || initialOptions.stdin || names.some((name) => name.includes('*')))
      return undefined;
    const found = await Promise.all(names.map((name) => this.#findEntry(name)));
    return found.every((path) => path !== undefined) ? found : undefined;
  }

  /** Names of entry points may be those of files, as in `esbuild src/handler.js`. What cannot be found, esbuild reports. */
  async #findEntry(name: string): Promise<string | undefined> {
    const resolveDir = this.#build.initialOptions.absWorkingDir ?? process.cwd();
    for (const path of isAbsolute(name) ? [name] : [`./${name}`, name]) {
      const {
        errors,
        namespace,
        path: found,
      } = await this.#build.resolve(path, {
        kind: 'entry-point',
        resolveDir,
        pluginData: LINKING,
      });
      if (errors.length === 0) return namespace === 'file' ? found : undefined;
    }
    return undefined;
  }

  resolve(dependency: Dependency, importer: string): Promise<string | undefined> {
    if (dependency.specifier === RUNTIME_SPECIFIER) return Promise.resolve(undefined);
    return (
      this.#resolutions?.resolve(dependency, importer) ??
      this.#ask(dependency, importer).then((resolution) =>
        moduleIn(resolution, (path) => this.isModule(path)),
      )
    );
  }

  async #ask({ specifier, kind }: Dependency, importer: string): Promise<Resolution> {
    const { path, namespace, external, errors } = await this.#build.resolve(specifier, {
      kind: IMPORT_KINDS[kind],
      importer,
      resolveDir: dirname(importer),
      pluginData: LINKING,
    });
    const isFile = errors.length === 0 && !external && namespace === 'file';
    return { file: isFile ? path : undefined, isExternal: errors.length === 0 && external };
  }
}

/** What names the entry points of a build. */
export function entryNames({ entryPoints = [] }: BuildOptions): string[] {
  const entries = Array.isArray(entryPoints) ? entryPoints : Object.values(entryPoints);
  return entries.map((entry) => (typeof entry === 'string' ? entry : entry.in));
}

/** Whether no other plugin has a say. */
export function isAlone({ plugins = [] }: BuildOptions): boolean {
  return plugins.length === 1;
}

/** Whether a file that is named by its path is bundled: no other plugin and no pattern says otherwise. */
export function findsPaths(options: BuildOptions): boolean {
  const isPackageName = (name: string) => /^[@\w]/.test(name) && !isAbsolute(name);
  return isAlone(options) && (options.external ?? []).every(isPackageName);
}

/** Whether nothing but files says what names mean. Another plugin may answer differently each time. */
function resolvesByFiles(options: BuildOptions): boolean {
  return isAlone(options) && options.tsconfig === undefined && options.tsconfigRaw === undefined;
}
