import { chooseFiles, FILE_OPTIONS, type FileOptions, isPackage, matches } from '@photonize/linker';
import {
  assertKnownOptions,
  type Diagnostic,
  formatDiagnostic,
  type ModulePolicy,
} from '@photonize/transform';

/**
 * Finds the file that a specifier means: its absolute path, `false` for what Babel does not compile, `undefined` to
 * have it looked up as usual.
 */
export type ResolveFile = (specifier: string, importer: string) => string | false | undefined;

/** Options of the plugin. Files are all that Babel compiles; those of packages only if `include` says so. */
export interface PhotonizeOptions extends FileOptions {
  /** Conditions of package `exports` and `imports`, besides `node`, `import` and `require`. */
  readonly conditions?: readonly string[];
  /** Finds files behind aliases that are neither in a package.json nor in a tsconfig.json. */
  readonly resolve?: ResolveFile;
}

/** Options with all defaults. */
export interface ResolvedOptions {
  /** The policy of a file; `undefined` for files that Babel does not compile. */
  readonly policyOf: (path: string) => ModulePolicy | undefined;
  readonly conditions: readonly string[];
  readonly resolve: ResolveFile;
  readonly globals: boolean;
  readonly report: NonNullable<FileOptions['onModule']>;
}

/**
 * Checks the options.
 * @throws {CompileError} PHO1002 for an unknown option, PHO1003 for an unknown policy
 */
export function resolveOptions(options: PhotonizeOptions): ResolvedOptions {
  assertKnownOptions(options, [...FILE_OPTIONS, 'conditions', 'resolve']);
  const { include, conditions = [], resolve = () => undefined, globals = false, onModule } = options;
  const { policyOf } = chooseFiles(options);
  const isCompiled = (path: string) => !isPackage(path) || (include !== undefined && matches(path, include));
  return {
    policyOf: (path) => (isCompiled(path) ? policyOf(path) : undefined),
    conditions,
    resolve,
    globals,
    report: onModule ?? ((_, diagnostics) => print(diagnostics)),
  };
}

function print(diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics) console.warn(formatDiagnostic(diagnostic));
}
