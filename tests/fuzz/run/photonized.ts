import { createLinker } from '@photonize/linker';
import { transform } from '@photonize/transform';
import { fileOf, type SourceFile } from './program.ts';

/**
 * Transforms the files of a program one by one, linked as hosts of single files do.
 * @throws {CompileError} when a file is refused
 */
export async function photonizeFiles(files: readonly SourceFile[]): Promise<SourceFile[]> {
  const sources = new Map(files.map(({ name, code }) => [name, code]));
  const linker = createLinker({
    resolve: async ({ specifier }) => {
      const name = fileOf(specifier);
      return name !== undefined && sources.has(name) ? name : undefined;
    },
    load: async (name) => ({ code: sources.get(name) ?? '', policy: 'bindings' }),
  });
  return Promise.all(
    files.map(async ({ name, code }) => {
      const imports = await linker.imports(name);
      return { name, code: transform(code, { filename: name, imports }).code };
    }),
  );
}
