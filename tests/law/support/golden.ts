import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative } from 'node:path';
import { createLinker } from '@photonize/linker';
import { transform } from '@photonize/transform';
import type { Case } from './cases.js';

const CODE = /\.[mc]?[jt]sx?$/;

/** The name of the file that holds what `file` compiles to. */
export function goldenName(file: string): string {
  const extension = extname(file);
  const name = basename(file, extension);
  return name === 'index' ? `output${extension}` : `output.${name}${extension}`;
}

/** What each file of a fixture compiles to, by golden name; files that stay as they are are left out. */
export async function compiled({ folder, files }: Case): Promise<Map<string, string>> {
  const linker = createLinker({
    resolve: async ({ specifier }, importer) =>
      specifier.startsWith('.') && CODE.test(specifier) ? join(dirname(importer), specifier) : undefined,
    load: async (path) => ({ code: await readFile(path, 'utf8'), policy: 'bindings' }),
  });
  const outputs = new Map<string, string>();
  for (const file of files) {
    const path = join(folder, file);
    const imports = await linker.imports(path);
    const { code, plan } = transform(await readFile(path, 'utf8'), {
      filename: relative(folder, path),
      imports,
    });
    if (plan.changed) outputs.set(goldenName(file), code);
  }
  return outputs;
}
