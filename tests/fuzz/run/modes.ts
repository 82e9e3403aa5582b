import type { Policy } from '@photonize/transform';
import { bundle, photonizeBundle } from './bundles.ts';
import { photonizeFiles } from './photonized.ts';
import type { SourceFile } from './program.ts';
import { stripTypes } from './types.ts';

/** A way from a program's files to what hosts run. */
export interface Mode {
  /** What fresh processes run. */
  plain(files: readonly SourceFile[]): Promise<readonly SourceFile[]>;
  /**
   * What photons run.
   * @param plain what {@link plain} gave
   * @throws {CompileError} when the program is refused
   */
  photonized(files: readonly SourceFile[], plain: readonly SourceFile[]): Promise<readonly SourceFile[]>;
}

/** How programs are compiled. */
export const MODES = {
  /** Each file by itself, linked as Node links them. */
  files: {
    plain: async (files) => stripTypes(files),
    photonized: async (files) => stripTypes(await photonizeFiles(files)),
  },
  /** Bundled by esbuild, with the plugin. */
  'plugin-esm': bundledWithPlugin('esm', 'bindings'),
  'plugin-cjs': bundledWithPlugin('cjs', 'bindings'),
  /** The same, and whatever may hide state is isolated. */
  'strict-esm': bundledWithPlugin('esm', 'strict'),
  'strict-cjs': bundledWithPlugin('cjs', 'strict'),
  /** Bundled by esbuild, then transformed. */
  'bundle-esm': transformedBundle('esm'),
  'bundle-cjs': transformedBundle('cjs'),
} as const satisfies Record<string, Mode>;

export type ModeName = keyof typeof MODES;

/** What esbuild renames depends on the text that it gets. */
function bundledWithPlugin(format: 'esm' | 'cjs', policy: Policy): Mode {
  return {
    plain: (files) => bundle(files, format, 'plain', true),
    photonized: (files) => bundle(files, format, policy, true),
  };
}

function transformedBundle(format: 'esm' | 'cjs'): Mode {
  return {
    plain: (files) => bundle(files, format, 'plain', false),
    photonized: async (_files, plain) => plain.map(photonizeBundle),
  };
}
