import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { isPackage } from '@photonize/linker';
import type { Dependency } from '@photonize/transform';
import { Places } from './places.js';

/** What esbuild answers. */
export interface Resolution {
  /** The file that is meant; `undefined` for what is none: externals, virtual modules, and what failed. */
  readonly file: string | undefined;
  readonly isExternal: boolean;
}

/** The files that hold code. Everything else stays on esbuild's side. */
export const CODE = /\.[mc]?[jt]sx?$/;

/** The file, if it holds code. */
export function codeFile({ file }: Resolution): string | undefined {
  return file !== undefined && CODE.test(file) ? file : undefined;
}

/** What is kept of an answer, ready to be given again. */
interface Kept {
  readonly file: Promise<string | undefined>;
  readonly places: readonly string[];
}

/**
 * Answers of esbuild, which it gives slowly, kept from one build to the next while the folders and manifests that
 * they come from stay as they are.
 *
 * Where they come from is told for the plain cases: what the dependency names relatively, and what is found in a
 * `node_modules`. All others are asked for in each build.
 */
export class Resolutions {
  readonly #ask: (dependency: Dependency, importer: string) => Promise<Resolution>;
  readonly #kept = new Map<string, Kept>();
  readonly #places = new Places();

  constructor(ask: (dependency: Dependency, importer: string) => Promise<Resolution>) {
    this.#ask = ask;
  }

  startBuild(): void {
    const changed = this.#places.changes();
    if (changed.size === 0) return;
    for (const [key, { places }] of this.#kept) {
      if (places.some((place) => changed.has(place))) this.#kept.delete(key);
    }
  }

  /** The file of code that a dependency means, if it means one. */
  resolve(dependency: Dependency, importer: string): Promise<string | undefined> {
    // Who in a folder asks makes no difference.
    const key = `${dirname(importer)}\0${dependency.kind}\0${dependency.specifier}`;
    return this.#kept.get(key)?.file ?? this.#find(dependency, importer, key);
  }

  async #find(dependency: Dependency, importer: string, key: string): Promise<string | undefined> {
    const resolution = await this.#ask(dependency, importer);
    const file = codeFile(resolution);
    const places = placesOf(dependency.specifier, dirname(importer), resolution);
    if (places) {
      for (const place of places) this.#places.add(place);
      this.#kept.set(key, { file: Promise.resolve(file), places });
    }
    return file;
  }
}

/** Where another file or manifest would change the answer, if that can be told. */
function placesOf(specifier: string, folder: string, { file, isExternal }: Resolution): string[] | undefined {
  if (file === undefined && !isExternal) return undefined;
  const found = file === undefined ? [] : [dirname(file), ...manifests(foldersAround(dirname(file)))];
  const around = manifests(foldersAround(folder));
  if (/^\.\.?(?:\/|$)/.test(specifier)) return [dirname(resolve(folder, specifier)), ...around, ...found];
  const packages = packageFolders(specifier, folder, file);
  return packages && [...packages, ...around, ...found];
}

/** The folders in which a package is looked for, up to that in which it is. */
function packageFolders(specifier: string, folder: string, file: string | undefined): string[] | undefined {
  const [name] = /^(?:@[^/]+\/)?[^/#@][^/]*/.exec(specifier) ?? [];
  if (name === undefined || mapsNames(folder)) return undefined;
  const searched: string[] = [];
  for (const around of foldersAround(folder)) {
    const modules = join(around, 'node_modules');
    searched.push(modules, dirname(join(modules, specifier)));
    if (!existsSync(join(modules, name))) continue;
    const isThere = file === undefined || file.startsWith(realpathSync(join(modules, name)) + sep);
    return isThere ? searched : undefined;
  }
  return file === undefined ? searched : undefined;
}

/** Whether a tsconfig may say what packages' names mean. esbuild ignores those of packages. */
function mapsNames(folder: string): boolean {
  if (isPackage(join(folder, 'index.js'))) return false;
  return foldersAround(folder).some((around) =>
    ['tsconfig.json', 'jsconfig.json'].some((name) => {
      const path = join(around, name);
      return existsSync(path) && /"(?:paths|baseUrl|extends)"/.test(readFileSync(path, 'utf8'));
    }),
  );
}

function manifests(folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    ['package.json', 'tsconfig.json', 'jsconfig.json'].map((name) => join(folder, name)),
  );
}

/** A folder and those that it is in. */
function foldersAround(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersAround(parent)];
}
