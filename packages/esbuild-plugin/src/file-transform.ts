import { createHash } from 'node:crypto';
import { composeMaps, detachMap, displayName, type EncodedSourceMap, type Linker } from '@photonize/linker';
import { type Policy, type TransformOptions, type TransformResult, transform } from '@photonize/transform';

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
    const file = await transformFile(path, code, options);
    cache.set(path, { key, file });
    return file;
  };
}

async function transformFile(
  path: string,
  code: string,
  options: TransformOptions,
): Promise<TransformedFile> {
  const input = await detachMap(code, path);
  const result = transform(input.code, options);
  const { map, diagnostics } = result;
  if (map === null) return { ...result, contents: code };
  const [, ...generated] = map.sources;
  const own = { ...map, sources: [path, ...generated] };
  const contents = inlineMap(result.code, composeMaps(input.map ? [own, input.map] : [own]));
  return { ...result, diagnostics: [...input.warnings, ...diagnostics], contents };
}

/** Puts a map into the code. */
function inlineMap(code: string, map: EncodedSourceMap): string {
  const data = Buffer.from(JSON.stringify(map)).toString('base64');
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${data}\n`;
}
