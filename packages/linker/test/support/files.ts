import type { Dependency, Policy } from '@photonize/transform';
import { createLinker, createSyncLinker, type Linker, type LoadedFile } from '../../src/index.js';

/** Files in memory, and what a linker asked of them. */
export interface Project {
  readonly linker: Linker;
  /** A new linker of the same files that answers at once. */
  readonly atOnce: () => Linker<'sync'>;
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
  const resolve = ({ specifier }: Dependency): string | undefined => {
    const path = specifier.replace(/^\.\//, '');
    return specifier.startsWith('./') && path in files ? path : undefined;
  };
  const load = (path: string): LoadedFile => ({
    code: files[path] ?? '',
    policy: policies[path] ?? 'bindings',
  });
  const linker = createLinker({
    async resolve(dependency, importer) {
      resolutions.push(`${importer} ${dependency.kind} ${dependency.specifier}`);
      return resolve(dependency);
    },
    async load(path) {
      loads.push(path);
      return load(path);
    },
  });
  const atOnce = () => createSyncLinker({ resolve, load });
  return {
    linker,
    atOnce,
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
