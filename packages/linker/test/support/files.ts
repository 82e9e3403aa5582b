import type { Dependency, Policy } from '@photonize/transform';
import { createLinker, type Linker } from '../../src/index.js';

/** Files in memory, and what a linker asked of them. */
export interface Project {
  readonly linker: Linker;
  readonly files: Record<string, string>;
  readonly loads: string[];
  readonly resolutions: string[];
  readonly policies: Record<string, Policy>;
  /** The isolated exports of a file, as `name: file#slot`. */
  exportsOf(path: string): Promise<Record<string, string>>;
}

/** A project whose files import each other as `./name.js`; all else is external. */
export function project(files: Record<string, string>): Project {
  const loads: string[] = [];
  const resolutions: string[] = [];
  const policies: Record<string, Policy> = {};
  const linker = createLinker({
    async resolve({ specifier, kind }: Dependency, importer: string) {
      resolutions.push(`${importer} ${kind} ${specifier}`);
      const path = specifier.replace(/^\.\//, '');
      return specifier.startsWith('./') && path in files ? path : undefined;
    },
    async load(path) {
      loads.push(path);
      return { code: files[path] ?? '', policy: policies[path] ?? 'bindings' };
    },
  });
  return {
    linker,
    files,
    loads,
    resolutions,
    policies,
    async exportsOf(path) {
      const isolated = await linker.isolatedExports(path);
      return Object.fromEntries(
        Object.entries(isolated).map(([name, { origin, slot }]) => [name, `${origin}#${slot}`]),
      );
    },
  };
}
