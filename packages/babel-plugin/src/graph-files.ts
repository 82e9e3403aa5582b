import { readFileSync } from 'node:fs';
import type { LinkerHost, LoadedFile, SummariesByContent } from '@photonize/linker';
import type { Dependency } from '@photonize/transform';
import type { InputFile } from './compile.js';
import type { ResolvedOptions } from './options.js';
import { isForeign, type Resolver } from './resolver.js';

/** The files that hold code. */
const CODE = /\.[mc]?[jt]sx?$/;
const DECLARATIONS = /\.d\.[mc]?ts$/;

/** Summaries depend on contents alone, so that all files of a process share them. */
const summaries: SummariesByContent = new Map();

/** The files around one file, as the linker asks for them; tells which ones it asked for. */
export class GraphFiles implements LinkerHost<'sync'> {
  readonly summaries = summaries;
  readonly globals: boolean;
  /** The files that the result depends on. */
  readonly read = new Set<string>();
  /** Specifiers of the file itself of which nothing is known. */
  readonly missing = new Set<string>();
  readonly #file: InputFile;
  readonly #options: ResolvedOptions;
  readonly #resolver: Resolver;

  constructor(file: InputFile, options: ResolvedOptions, resolver: Resolver) {
    this.#file = file;
    this.#options = options;
    this.globals = options.globals;
    this.#resolver = resolver;
    resolver.forget();
  }

  resolve(dependency: Dependency, importer: string): string | undefined {
    const { specifier } = dependency;
    const { resolve, policyOf } = this.#options;
    const given = resolve(specifier, importer);
    if (given === false || (given === undefined && isForeign(specifier))) return undefined;
    const path = (given ?? this.#resolver.find(dependency, importer))?.replace(/[?#].*$/, '');
    if (path === undefined && importer === this.#file.path) this.missing.add(specifier);
    const isCode = path !== undefined && CODE.test(path) && !DECLARATIONS.test(path);
    return isCode && policyOf(path) !== undefined ? path : undefined;
  }

  load(path: string): LoadedFile {
    const policy = this.#options.policyOf(path) ?? 'shared';
    if (path === this.#file.path) return { code: this.#file.code, policy };
    this.read.add(path);
    return { code: readFileSync(path, 'utf8'), policy };
  }
}
