/** A program of the tests: modules that import each other by relative names, and the events of its handler. */
export interface Program {
  /** The entry, which exports `handler`, comes first. */
  readonly files: readonly SourceFile[];
  readonly events: readonly unknown[];
}

/** `.mjs`, `.mts` or `.cjs`: the name tells what kind of module it is. */
export interface SourceFile {
  readonly name: string;
  readonly code: string;
}

/** The file that `specifier` means: all files of a program lie in one folder. */
export function fileOf(specifier: string): string | undefined {
  return specifier.startsWith('./') ? specifier.slice(2) : undefined;
}

export function isCommonJs(name: string): boolean {
  return name.endsWith('.cjs');
}
