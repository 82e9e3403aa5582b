import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { createLinker } from '@photonize/linker';
import { type TransformResult, transform } from '@photonize/transform';
import type { Case } from './cases.js';

const CODE = /\.[mc]?[jt]sx?$/;

/** The name of the file that holds what `file` compiles to. */
function goldenName(file: string): string {
  const extension = extname(file);
  const name = basename(file, extension);
  return name === 'index' ? `output${extension}` : `output.${name}${extension}`;
}

/** A file of a fixture, and what it compiles to. */
export interface Compiled extends TransformResult {
  readonly file: string;
  readonly source: string;
}

/** Files of a fixture, or of some other program. */
type Sources = Pick<Case, 'folder' | 'files'> & Partial<Pick<Case, 'entry' | 'settings'>>;

/** Compiles each file of a fixture, linked to the others. */
export async function compileFiles({ folder, files, entry, settings }: Sources): Promise<Compiled[]> {
  const globals = settings?.options.globals ?? false;
  const linker = createLinker({
    globals,
    resolve: async ({ specifier }, importer) => {
      if (!specifier.startsWith('.') || !CODE.test(specifier)) return undefined;
      const path = join(dirname(importer), specifier);
      return existsSync(path) ? path : path.replace(/js$/, 'ts');
    },
    entries: async () => entry && [entry],
    load: async (path) => ({ code: await readFile(path, 'utf8'), policy: 'bindings' }),
  });
  const results: Compiled[] = [];
  for (const file of files) {
    const path = join(folder, file);
    const imports = await linker.imports(path);
    const importersRead = await linker.importersRead(path);
    const source = await readFile(path, 'utf8');
    const options = { filename: file, imports, importersRead, bundled: true, globals };
    results.push({ file, source, ...transform(source, options) });
  }
  return results;
}

/** What each file of a fixture compiles to, by golden name; files that stay as they are are left out. */
export async function compiled(fixture: Case): Promise<Map<string, string>> {
  const changed = (await compileFiles(fixture)).filter(({ plan }) => plan.changed);
  return new Map(changed.map(({ file, code }) => [goldenName(file), code]));
}
