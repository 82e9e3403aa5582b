import { transform } from 'esbuild';
import type { SourceFile } from './program.ts';

/** Imports that TypeScript could leave out are there for what they load. */
export const TSCONFIG = { compilerOptions: { verbatimModuleSyntax: true } };

/** Makes JavaScript of the files that are TypeScript, under their names. */
export function stripTypes(files: readonly SourceFile[]): Promise<SourceFile[]> {
  return Promise.all(
    files.map(async ({ name, code }) => {
      if (!name.endsWith('.mts')) return { name, code };
      const stripped = await transform(code, { loader: 'ts', tsconfigRaw: TSCONFIG, target: 'esnext' });
      return { name, code: stripped.code };
    }),
  );
}
