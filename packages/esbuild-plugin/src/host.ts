import { dirname, isAbsolute } from 'node:path';
import type { LinkerHost, LoadedFile } from '@photonize/linker';
import { RUNTIME_SPECIFIER } from '@photonize/runtime/interface';
import type { Dependency, ModulePolicy } from '@photonize/transform';
import type { BuildOptions, PluginBuild } from 'esbuild';
import { codeFile, type Resolution, Resolutions } from './resolutions.js';
import { SourceFiles } from './source-files.js';

/** Marks resolutions that the plugin asks for itself. */
export const LINKING = Symbol('photonize linking');

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
  readonly #files = new SourceFiles();
  readonly #resolutions: Resolutions | undefined;

  constructor(build: PluginBuild, policyOf: (path: string) => ModulePolicy, globals: boolean) {
    this.globals = globals;
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

  /** Unless plugins or patterns add files that nothing here tells of. */
  async entries(): Promise<readonly string[] | undefined> {
    const { initialOptions } = this.#build;
    const names = [...entryNames(initialOptions), ...(initialOptions.inject ?? [])];
    if (!isAlone(initialOptions) || initialOptions.stdin || names.some((name) => name.includes('*')))
      return undefined;
    const resolveDir = initialOptions.absWorkingDir ?? process.cwd();
    const found = await Promise.all(
      names.map((name) =>
        this.#build.resolve(name, { kind: 'entry-point', resolveDir, pluginData: LINKING }),
      ),
    );
    // What cannot be found, esbuild reports.
    return found.every(({ errors, namespace }) => errors.length === 0 && namespace === 'file')
      ? found.map(({ path }) => path)
      : undefined;
  }

  resolve(dependency: Dependency, importer: string): Promise<string | undefined> {
    if (dependency.specifier === RUNTIME_SPECIFIER) return Promise.resolve(undefined);
    return this.#resolutions?.resolve(dependency, importer) ?? this.#ask(dependency, importer).then(codeFile);
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
