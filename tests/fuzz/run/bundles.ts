import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { photonize } from '@photonize/esbuild-plugin';
import { RUNTIME_SPECIFIER } from '@photonize/runtime/interface';
import { type Policy, transform } from '@photonize/transform';
import { build, type Plugin } from 'esbuild';
import type { SourceFile } from './program.ts';
import { TSCONFIG } from './types.ts';

const REQUIRED_RUNTIME = 'required runtime';

/** Bundles carry no runtime: each instance gets a fresh one. Only ES modules can import it from an ES module. */
const externalRuntime: Plugin = {
  name: 'external runtime',
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^${RUNTIME_SPECIFIER}$`);
    onResolve({ filter }, ({ path, kind }) =>
      kind === 'require-call' ? { path, namespace: REQUIRED_RUNTIME } : { path, external: true },
    );
    onLoad({ filter, namespace: REQUIRED_RUNTIME }, ({ path }) => ({ contents: `export * from '${path}';` }));
  },
};

/**
 * Bundles a program by esbuild, as it is or with the plugin, which isolates by `policy`.
 * @param keepNames whether functions keep their names where esbuild renames variables
 */
export async function bundle(
  files: readonly SourceFile[],
  format: 'esm' | 'cjs',
  policy: Policy | 'plain',
  keepNames: boolean,
): Promise<SourceFile[]> {
  const folder = mkdtempSync(join(tmpdir(), 'photonize-fuzz-'));
  try {
    await Promise.all(files.map(({ name, code }) => writeFile(join(folder, name), code)));
    const { outputFiles } = await build({
      absWorkingDir: folder,
      entryPoints: [join(folder, files[0]?.name ?? '')],
      format,
      bundle: true,
      write: false,
      platform: 'node',
      target: 'node24',
      keepNames,
      tsconfigRaw: TSCONFIG,
      logLevel: 'silent',
      plugins:
        policy === 'plain'
          ? []
          : [externalRuntime, photonize({ policy, handlers: policy === 'strict' ? ['handler'] : [] })],
    });
    return [{ name: format === 'esm' ? 'index.mjs' : 'index.cjs', code: outputFiles[0]?.text ?? '' }];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Transforms a finished bundle. */
export function photonizeBundle({ name, code }: SourceFile): SourceFile {
  return { name, code: transform(code, { filename: name, finished: true }).code };
}
