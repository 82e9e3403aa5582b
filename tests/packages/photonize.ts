import { existsSync, globSync, statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createLinker } from '@photonize/linker';
import { type ImportedModule, transform } from '@photonize/transform';
import type { Suite } from './suites.ts';

const EXTENSIONS = ['', '.ts', '.tsx', '.js', '/index.ts', '/index.js'];

/** What was done to a package. */
export interface Photonized {
  readonly changed: number;
  readonly isolated: number;
}

/**
 * Photonizes the package's files where they are. Tests that import isolated exports are linked to them, and keep
 * their own state.
 */
export async function photonizeFiles(suite: Suite, folder: string): Promise<Photonized> {
  const sources = new Set(filesOf(suite.sources, folder));
  const tests = filesOf(suite.tests, folder);
  const linker = createLinker({
    resolve: async ({ specifier }, importer) => {
      const path = resolveFile(suite, folder, specifier, importer);
      return path !== undefined && sources.has(path) ? path : undefined;
    },
    load: async (path) => ({
      code: await readFile(path, 'utf8'),
      policy: sources.has(path) ? 'bindings' : 'shared',
    }),
  });
  const outputs: { path: string; code: string; isolated: number }[] = [];
  for (const path of [...sources, ...tests]) {
    const imports = await linker.imports(path);
    const options = sources.has(path)
      ? { filename: path, imports }
      : { filename: path, imports: withoutReach(imports), policy: 'shared' as const };
    const { code, plan } = transform(await readFile(path, 'utf8'), options);
    const isolated = plan.bindings.filter(({ fate }) => fate === 'isolated').length;
    if (plan.changed) outputs.push({ path, code, isolated });
  }
  for (const { path, code } of outputs) await writeFile(path, code);
  const changed = outputs.filter(({ path }) => sources.has(path));
  return { changed: changed.length, isolated: changed.reduce((sum, { isolated }) => sum + isolated, 0) };
}

/** The top-level code of a test file is its tests: no photon runs it again. */
function withoutReach(imports: Record<string, ImportedModule>): Record<string, ImportedModule> {
  const entries = Object.entries(imports);
  return Object.fromEntries(entries.map(([name, module]) => [name, { ...module, reachesState: false }]));
}

/** The files that match, as absolute paths. */
export function filesOf(
  patterns: readonly string[],
  folder: string,
  except: readonly string[] = [],
): string[] {
  return globSync([...patterns], { cwd: folder, exclude: [...except] })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile())
    .sort();
}

/** What bare specifiers mean, as paths. */
export function absoluteAliases(
  aliases: Readonly<Record<string, string>>,
  folder: string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(aliases).map(([name, path]) => [name, join(folder, path)]));
}

function resolveFile(
  { aliases = {}, bundles = {} }: Suite,
  folder: string,
  specifier: string,
  importer: string,
): string | undefined {
  const alias = aliases[specifier];
  if (alias !== undefined) return join(folder, alias);
  if (!specifier.startsWith('.')) return undefined;
  const path = join(dirname(importer), specifier);
  const found = EXTENSIONS.map((extension) => path + extension).find((candidate) => isFile(candidate));
  const entry = found && bundles[found.slice(folder.length + 1)];
  return entry === undefined ? found : join(folder, entry);
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
