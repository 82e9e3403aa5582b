import { createHash } from 'node:crypto';
import { isAbsolute, relative } from 'node:path';
import type { Linker } from '@photonize/linker';
import { type Policy, type TransformResult, transform } from '@photonize/transform';
import { composeMaps, inlineMap } from './source-maps.js';

/** A photonized file, ready for esbuild. */
export interface TransformedFile extends TransformResult {
  /** The code with its source map in a comment, which leads down to what the file was made from. */
  readonly contents: string;
}

/**
 * Transforms one file for a build. Other `onLoad` plugins can call it with the code they made of the file.
 * @throws {CompileError}
 */
export type FileTransform = (path: string, code: string) => Promise<TransformedFile>;

/**
 * Creates the per-file function of the plugin. Results are cached by the content of the file and its imports.
 * @param directory what paths in messages and bundles are relative to
 */
export function createFileTransform(
  linker: Linker,
  policyOf: (path: string) => Policy,
  directory = process.cwd(),
): FileTransform {
  const cache = new Map<string, { readonly key: string; readonly file: TransformedFile }>();
  return async (path, code) => {
    const imports = await linker.imports(path);
    const options = { filename: displayName(path, directory), policy: policyOf(path), imports };
    const key = createHash('sha256').update(JSON.stringify(options)).update(code).digest('base64');
    const known = cache.get(path);
    if (known?.key === key) return known.file;
    const result = transform(code, options);
    const file = { ...result, contents: await contentsOf(path, code, result) };
    cache.set(path, { key, file });
    return file;
  };
}

/** Paths of the machine that builds do not belong into bundles and reports. */
function displayName(path: string, directory: string): string {
  const name = relative(directory, path);
  return name === '' || isAbsolute(name) ? path : name.replaceAll('\\', '/');
}

async function contentsOf(path: string, original: string, { code, map }: TransformResult): Promise<string> {
  if (map === null) return original;
  return inlineMap(code, await composeMaps(map, original, path));
}
