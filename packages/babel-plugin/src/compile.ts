import { createSyncLinker, displayName } from '@photonize/linker';
import {
  createDiagnostic,
  type Diagnostic,
  type TransformOptions,
  type TransformResult,
  transform,
} from '@photonize/transform';
import { GraphFiles } from './graph-files.js';
import type { ResolvedOptions } from './options.js';
import type { Resolver } from './resolver.js';

/** A file as Babel hands it to the plugin. */
export interface InputFile {
  readonly path: string;
  readonly code: string;
  /** What names of files are relative to. */
  readonly directory: string;
  /** Tells how the file is evaluated, if neither its extension nor its syntax does. */
  readonly ambiguousType: () => NonNullable<TransformOptions['sourceType']>;
}

/** A photonized file. */
export interface CompiledFile extends TransformResult {
  /** The other files that the result depends on. */
  readonly dependencies: readonly string[];
}

/**
 * Photonizes one file, linked with what it imports.
 * @returns `undefined` for files that the options do not cover
 * @throws {CompileError}
 */
export function compileFile(
  file: InputFile,
  options: ResolvedOptions,
  resolver: Resolver,
): CompiledFile | undefined {
  const { globals } = options;
  const policy = options.policyOf(file.path);
  if (policy === undefined) return undefined;
  const files = new GraphFiles(file, options, resolver);
  const linker = createSyncLinker(files);
  const imports = linker.imports(file.path);
  const isAmbiguous = linker.summary(file.path).kind === 'commonjs' && !/\.c[jt]s$/.test(file.path);
  const sourceType = isAmbiguous ? file.ambiguousType() : 'auto';
  const filename = displayName(file.path, file.directory);
  const result = transform(file.code, { filename, policy, imports, sourceType, globals });
  const diagnostics = [...result.diagnostics, ...missingFiles(files, filename)];
  return { ...result, diagnostics, dependencies: [...files.read] };
}

/** What cannot be found cannot be linked: its exports count as shared. */
function missingFiles({ missing }: GraphFiles, filename: string): Diagnostic[] {
  return [...missing].map((specifier) =>
    createDiagnostic('PHO3101', { specifier }, { filename, source: '' }),
  );
}
