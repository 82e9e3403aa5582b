import { dirname } from 'node:path';
import type { Dependency } from '@photonize/transform';
import { placesOf } from './origins.js';
import { Places } from './places.js';

/** What esbuild answers. */
export interface Resolution {
  /** The file that is meant; `undefined` for what is none: externals, virtual modules, and what failed. */
  readonly file: string | undefined;
  readonly isExternal: boolean;
}

/** What is kept of an answer, ready to be given again. */
interface Kept {
  readonly file: Promise<string | undefined>;
  readonly places: readonly string[];
}

/**
 * Answers of esbuild, which it gives slowly, kept from one build to the next while the folders and manifests that
 * they come from stay as they are. Where that cannot be told, esbuild is asked in each build.
 */
export class Resolutions {
  readonly #ask: (dependency: Dependency, importer: string) => Promise<Resolution>;
  readonly #isModule: (path: string) => boolean;
  readonly #kept = new Map<string, Kept>();
  readonly #places = new Places();

  /** @param isModule tells which files are modules of the program */
  constructor(
    ask: (dependency: Dependency, importer: string) => Promise<Resolution>,
    isModule: (path: string) => boolean,
  ) {
    this.#ask = ask;
    this.#isModule = isModule;
  }

  startBuild(): void {
    const changed = this.#places.changes();
    if (changed.size === 0) return;
    for (const [key, { places }] of this.#kept) {
      if (places.some((place) => changed.has(place))) this.#kept.delete(key);
    }
  }

  /** The module of the program that a dependency means, if it means one. */
  resolve(dependency: Dependency, importer: string): Promise<string | undefined> {
    // Who in a folder asks makes no difference.
    const key = `${dirname(importer)}\0${dependency.kind}\0${dependency.specifier}`;
    return this.#kept.get(key)?.file ?? this.#find(dependency, importer, key);
  }

  async #find(dependency: Dependency, importer: string, key: string): Promise<string | undefined> {
    const resolution = await this.#ask(dependency, importer);
    const file = moduleIn(resolution, this.#isModule);
    const places = placesOf(dependency.specifier, dirname(importer), resolution);
    if (places) {
      for (const place of places) this.#places.add(place);
      this.#kept.set(key, { file: Promise.resolve(file), places });
    }
    return file;
  }
}

/** The file of an answer, if it is a module of the program. Everything else stays on esbuild's side. */
export function moduleIn({ file }: Resolution, isModule: (path: string) => boolean): string | undefined {
  return file !== undefined && isModule(file) ? file : undefined;
}
