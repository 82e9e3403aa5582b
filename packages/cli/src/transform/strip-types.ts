import { extname } from 'node:path';
import type { EncodedSourceMap } from '@photonize/linker';
import * as esbuild from 'esbuild';
import { isBuildFailure } from '../bundle/build-failure.js';
import { toDiagnostics } from '../bundle/messages.js';
import { Problem } from '../problems.js';

const LOADERS: Readonly<Record<string, esbuild.Loader>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.jsx': 'jsx',
};

/** Whether a file holds what Node cannot run: types or JSX. Such a file is not a finished bundle. */
export function needsStripping(file: string): boolean {
  return extname(file) in LOADERS;
}

/**
 * Removes types and JSX, as the tsconfig.json around the file asks.
 * @throws {Problem} PHO9006
 */
export async function stripTypes(
  code: string,
  file: string,
): Promise<{ code: string; map: EncodedSourceMap }> {
  try {
    const { outputFiles } = await esbuild.build(settings(code, file));
    const text = (extension: string) => outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? '';
    return { code: text('.js'), map: JSON.parse(text('.map')) as EncodedSourceMap };
  } catch (error) {
    if (isBuildFailure(error)) throw new Problem(await toDiagnostics(error.errors, 'error'));
    throw error;
  }
}

function settings(code: string, file: string) {
  return {
    // By its path, so that esbuild finds the tsconfig.json of the file.
    entryPoints: [file],
    plugins: [loadAs(code, LOADERS[extname(file)] ?? 'js')],
    write: false,
    outfile: 'stripped.js',
    target: 'node22',
    charset: 'utf8',
    sourcemap: 'external',
    sourcesContent: false,
    logLevel: 'silent',
  } as const satisfies esbuild.BuildOptions;
}

function loadAs(contents: string, loader: esbuild.Loader): esbuild.Plugin {
  return {
    name: 'photonized',
    setup: (build) => build.onLoad({ filter: /.*/ }, () => ({ contents, loader })),
  };
}
