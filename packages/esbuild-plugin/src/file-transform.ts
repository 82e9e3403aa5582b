import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  composeMaps,
  detachMap,
  displayName,
  type EncodedSourceMap,
  type Linker,
  withoutMap,
} from '@photonize/linker';
import { RUNTIME_SPECIFIER } from '@photonize/runtime/interface';
import {
  type ModulePolicy,
  type TransformOptions,
  type TransformResult,
  transform,
} from '@photonize/transform';
import { askedMappings } from './segments.js';

/** A photonized file, ready for esbuild. */
export interface TransformedFile extends Pick<TransformResult, 'plan' | 'diagnostics'> {
  /** The code; with its source map in a comment, which leads down to what the file was made from. */
  readonly contents: Uint8Array;
}

/**
 * Transforms one file for a build. Other `onLoad` plugins can call it with the code they made of the file.
 * @throws {CompileError}
 */
export type FileTransform = (path: string, code: string) => Promise<TransformedFile>;

/** What {@link createFileTransform} may be told. */
export interface FileTransformOptions {
  /** What paths in messages and bundles are relative to. Default: the working directory. */
  readonly directory?: string;
  /** Whether the build makes source maps. Default true. */
  readonly sourceMaps?: boolean;
  /** Whether the code that is passed in is what the file holds, so that maps need not. Default false. */
  readonly fromFiles?: boolean;
  /** Whether globals that the program creates are private to a photon. Default false. */
  readonly globals?: boolean;
  /** What generated code names the runtime. Default `@photonize/runtime`. */
  readonly runtimeSpecifier?: string;
}

/** Creates the per-file function of the plugin. Results are cached by the content of the file and its imports. */
export function createFileTransform(
  linker: Linker,
  policyOf: (path: string) => ModulePolicy,
  {
    directory = process.cwd(),
    sourceMaps = true,
    fromFiles = false,
    globals = false,
    runtimeSpecifier = RUNTIME_SPECIFIER,
  }: FileTransformOptions = {},
): FileTransform {
  const cache = new Map<string, CachedFile>();
  return async (path, code) => {
    const imports = await linker.imports(path);
    const importersRead = await linker.importersRead(path);
    const { readonlyTypes } = await linker.summary(path);
    const links = { imports, importersRead, readonlyTypes };
    const known = cache.get(path);
    if (known?.code === code && isSame(known.links, links)) return known.file;
    const options = {
      filename: displayName(path, directory),
      policy: policyOf(path),
      ...links,
      bundled: true,
      globals,
      runtimeSpecifier,
    };
    const file = sourceMaps
      ? await transformWithMap(path, code, options, fromFiles)
      : transformAlone(code, options);
    cache.set(path, { code, links, file });
    return file;
  };
}

/** A result, with what it was made from. */
interface CachedFile {
  readonly code: string;
  readonly links: Links;
  readonly file: TransformedFile;
}

/** What other files say. */
type Links = Required<Pick<TransformOptions, 'imports' | 'importersRead' | 'readonlyTypes'>>;

function isSame(before: Links, now: Links): boolean {
  if (before.importersRead !== now.importersRead) return false;
  return isAlike(before.imports, now.imports) && isAlike(before.readonlyTypes, now.readonlyTypes);
}

/** A linker that has kept its graph gives the same objects. */
function isAlike(before: unknown, now: unknown): boolean {
  return before === now || JSON.stringify(before) === JSON.stringify(now);
}

function transformAlone(code: string, options: TransformOptions): TransformedFile {
  const { code: output, plan, diagnostics } = transform(withoutMap(code).code, options);
  return { contents: Buffer.from(output), plan, diagnostics };
}

async function transformWithMap(
  path: string,
  code: string,
  options: TransformOptions,
  fromFiles: boolean,
): Promise<TransformedFile> {
  const input = await detachMap(code, path);
  const { code: output, map, plan, diagnostics } = transform(input.code, options);
  if (map === null) return { contents: Buffer.from(code), plan, diagnostics };
  const [, ...generated] = map.sources;
  const [text, ...generatedTexts] = map.sourcesContent;
  // esbuild reads from the file what a map does not hold.
  const sourcesContent = [fromFiles ? null : (text ?? null), ...generatedTexts];
  const mappings = askedMappings(map, output, input.code);
  const own = { ...map, mappings, sources: [path, ...generated], sourcesContent };
  const composed = composeMaps(input.map ? [own, input.map] : [own]);
  const contents = inlineMap(output, { ...composed, sources: composed.sources.map(asUrl) });
  return { contents: Buffer.from(contents), plan, diagnostics: [...input.warnings, ...diagnostics] };
}

/** A source as esbuild reads it: `%`, `#` and `?` are letters of paths, but not of URLs. */
function asUrl(source: string | null): string | null {
  return source !== null && isAbsolute(source) ? pathToFileURL(source).href : source;
}

/** Puts a map into the code, in as few characters as esbuild takes: it reads them again in each build. */
function inlineMap(code: string, map: EncodedSourceMap): string {
  const data = JSON.stringify(map).replace(/[%\s]/g, encodeURIComponent);
  return `${code}\n//# sourceMappingURL=data:application/json,${data}\n`;
}
