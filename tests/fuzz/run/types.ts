import ts from 'typescript-5';
import type { SourceFile } from './program.ts';

/** Imports that TypeScript could leave out are there for what they load. */
export const TSCONFIG = { compilerOptions: { verbatimModuleSyntax: true } };

const COMPILER_OPTIONS = {
  ...TSCONFIG.compilerOptions,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
};

/** Makes JavaScript of the files that are TypeScript, under their names. esbuild would rename functions. */
export function stripTypes(files: readonly SourceFile[]): SourceFile[] {
  return files.map(({ name, code }) => {
    if (!name.endsWith('.mts')) return { name, code };
    const { outputText } = ts.transpileModule(code, { fileName: name, compilerOptions: COMPILER_OPTIONS });
    return { name, code: outputText };
  });
}
