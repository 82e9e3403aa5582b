import { dirname } from 'node:path';
import type { LinkerHost, LoadedFile } from '@photonize/linker';
import { RUNTIME_SPECIFIER } from '@photonize/runtime/interface';
import type { Dependency, Policy } from '@photonize/transform';
import type { BuildOptions, PluginBuild } from 'esbuild';
import { type Resolution, Resolutions } from './resolutions.js';
import { SourceFiles } from './source-files.js';

/** The files that hold code. Everything else stays on esbuild's side. */
export const CODE = /\.[mc]?[jt]sx?$/;

/** Marks resolutions that the plugin asks for itself. */
export const LINKING = Symbol('photonize linking');

const IMPORT_KINDS = {
  import: 'import-statement',
  require: 'require-call',
  'dynamic-import': 'dynamic-import',
} as const;

/** Gives the linker the files of a build, and what esbuild says that they import. */
export class BuildHost implements LinkerHost {
  readonly #build: PluginBuild;
  readonly #policyOf: (path: string) => Policy;
  readonly #files = new SourceFiles();
  readonly #resolutions: Resolutions | undefined;

  constructor(build: PluginBuild, policyOf: (path: string) => Policy) {
    this.#build = build;
    this.#policyOf = policyOf;
    if (resolvesByFiles(build.initialOptions)) {
      this.#resolutions = new Resolutions((dependency, importer) => this.#ask(dependency, importer));
    }
  }

  startBuild(): void {
    this.#files.startBuild();
    this.#resolutions?.startBuild();
  }

  read(path: string): string {
    return this.#files.read(path);
  }

  async load(path: string): Promise<LoadedFile> {
    return { code: this.read(path), policy: this.#policyOf(path) };
  }

  async resolve(dependency: Dependency, importer: string): Promise<string | undefined> {
    if (dependency.specifier === RUNTIME_SPECIFIER) return undefined;
    const source = this.#resolutions ?? { resolve: this.#ask.bind(this) };
    const { file } = await source.resolve(dependency, importer);
    return file !== undefined && CODE.test(file) ? file : undefined;
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

/** Whether no other plugin has a say. */
export function isAlone({ plugins = [] }: BuildOptions): boolean {
  return plugins.length === 1;
}

/** Whether nothing but files says what names mean. Another plugin may answer differently each time. */
function resolvesByFiles(options: BuildOptions): boolean {
  return isAlone(options) && options.tsconfig === undefined && options.tsconfigRaw === undefined;
}
