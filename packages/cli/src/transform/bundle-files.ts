import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createLinker, detachMap, type Linker } from '@photonize/linker';
import type { ModulePolicy } from '@photonize/transform';

/** Finished JavaScript. Other files that a bundle loads are data. */
const CODE = /\.[cm]?js$/;

/** What `require` tries. */
const ENDINGS = ['', '.js', '.cjs', '.json', '/index.js'];

/** Links the files of a bundle: those that name each other by relative paths. */
export function linkBundle(policyOf: (path: string) => ModulePolicy, globals: boolean): Linker {
  return createLinker({
    globals,
    finished: true,
    resolve: async ({ specifier }, importer) => findCode(specifier, importer),
    load: async (path) => ({
      code: (await detachMap(await readFile(path, 'utf8'), path)).code,
      policy: policyOf(path),
    }),
  });
}

/** The files of a bundle, as absolute paths. */
export interface BundleFiles {
  readonly code: readonly string[];
  /** What is no code, and is copied. */
  readonly data: readonly string[];
}

/**
 * The files that entries load by relative paths, with the entries.
 * @throws {CompileError} for syntax errors
 */
export async function filesOfBundle(entries: readonly string[], linker: Linker): Promise<BundleFiles> {
  const code = new Set(entries.map((entry) => resolve(entry)));
  const data = new Set<string>();
  for (const path of code) {
    const { dependencies, patterns } = await linker.summary(path);
    const loaded = dependencies.flatMap(({ specifier }) => findFile(specifier, path) ?? []);
    for (const file of loaded) (CODE.test(file) ? code : data).add(file);
    for (const file of codeByPattern(patterns, path)) code.add(file);
  }
  return { code: [...code], data: [...data] };
}

/** The finished JavaScript that `specifier` means, if it is a file beside the importer. */
export function findCode(specifier: string, importer: string): string | undefined {
  const file = findFile(specifier, importer);
  return file !== undefined && CODE.test(file) ? file : undefined;
}

/**
 * The JavaScript beside the importer whose names start in one of these ways, as webpack loads chunks:
 * `require("./" + chunkName)`.
 */
export function codeByPattern(patterns: readonly string[], importer: string): string[] {
  const folder = dirname(importer);
  return patterns.filter(isRelative).flatMap((pattern) => {
    const start = pattern.endsWith('/') ? join(folder, pattern, '/') : join(folder, pattern);
    const parent = pattern.endsWith('/') ? start : dirname(start);
    const files = existsSync(parent) ? readdirSync(parent).map((name) => join(parent, name)) : [];
    return files.filter((file) => file.startsWith(start) && CODE.test(file) && file !== importer);
  });
}

function isRelative(specifier: string): boolean {
  return /^\.\.?(?:\/|$)/.test(specifier);
}

function findFile(specifier: string, importer: string): string | undefined {
  if (!isRelative(specifier)) return undefined;
  const path = resolve(dirname(importer), specifier);
  return ENDINGS.map((ending) => path + ending).find((file) => existsSync(file) && statSync(file).isFile());
}
