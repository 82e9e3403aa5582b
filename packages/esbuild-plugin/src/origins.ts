import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { isPackage } from '@photonize/linker';
import type { Resolution } from './resolutions.js';

/**
 * Where another file or manifest would change what esbuild answers, if that can be told: it can for what is named by
 * its path, for what is found in a `node_modules`, and for files that their own package names with a `#`.
 *
 * @param folder where the specifier stands
 */
export function placesOf(
  specifier: string,
  folder: string,
  { file, isExternal }: Resolution,
): string[] | undefined {
  if (file === undefined && !isExternal) return undefined;
  const searched = searchedFolders(specifier, folder, file);
  const found = file === undefined ? [] : [dirname(file), ...manifests(foldersAround(dirname(file)))];
  return searched && [...searched, ...manifests(foldersAround(folder)), ...found];
}

/** The folders in which esbuild looks for what a specifier names. */
function searchedFolders(specifier: string, folder: string, file: string | undefined): string[] | undefined {
  if (/^\.\.?(?:\/|$)/.test(specifier)) return [dirname(resolve(folder, specifier))];
  if (mapsNames(folder)) return undefined;
  if (isAbsolute(specifier)) return [dirname(specifier)];
  if (specifier.startsWith('#')) return isOwnImport(folder, file) ? [] : undefined;
  return packageFolders(specifier, folder, file);
}

/** The folders in which a package is looked for, up to that in which it is. */
function packageFolders(specifier: string, folder: string, file: string | undefined): string[] | undefined {
  const [name] = /^(?:@[^/]+\/)?[^/#@][^/]*/.exec(specifier) ?? [];
  if (name === undefined) return undefined;
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

/** Whether a tsconfig may say what names mean. esbuild ignores those of packages. */
function mapsNames(folder: string): boolean {
  if (isPackage(join(folder, 'index.js'))) return false;
  return foldersAround(folder).some((around) =>
    ['tsconfig.json', 'jsconfig.json'].some((name) => {
      const path = join(around, name);
      return existsSync(path) && /"(?:paths|baseUrl|extends)"/.test(readFileSync(path, 'utf8'));
    }),
  );
}

/** Whether a package's names with a `#` all mean files of its own, where its manifest says, and `file` is one. */
function isOwnImport(folder: string, file: string | undefined): boolean {
  const owner = foldersAround(folder).find((around) => existsSync(join(around, 'package.json')));
  if (owner === undefined || file === undefined) return false;
  const targets = importTargets(join(owner, 'package.json'));
  return (
    targets.every((target) => target.startsWith('./')) &&
    targets.some((target) => fits(join(owner, target), file))
  );
}

/** What the `imports` of a manifest lead to, under whatever conditions. */
function importTargets(manifest: string): string[] {
  try {
    const { imports } = JSON.parse(readFileSync(manifest, 'utf8')) as { imports?: unknown };
    return stringsIn(imports);
  } catch {
    return [];
  }
}

function stringsIn(value: unknown): string[] {
  return typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(stringsIn);
}

/** Whether a pattern, in which `*` stands for anything, fits a path. */
function fits(pattern: string, path: string): boolean {
  const [start = '', ...rest] = pattern.split('*');
  return rest.length === 0 ? path === start : path.startsWith(start) && path.endsWith(rest.at(-1) ?? '');
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
