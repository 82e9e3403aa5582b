import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import remapping, { type EncodedSourceMap, type SourceMapInput } from '@jridgewell/remapping';
import { encodedMap, FlattenMap } from '@jridgewell/trace-mapping';
import { createDiagnostic, type Diagnostic, GENERATED_SOURCE } from '@photonize/transform';

export type { EncodedSourceMap } from '@jridgewell/remapping';

/** A file without the comment that names its source map, and that map. */
export interface Detached {
  readonly code: string;
  /** Its sources are absolute paths, or URLs of other schemes. */
  readonly map: EncodedSourceMap | undefined;
  /** Why there is none, although the file names one. */
  readonly warnings: readonly Diagnostic[];
}

/** The comment that names a map, at the end of a file (ECMA-426, "Linking generated code to source maps"). */
const COMMENT =
  /(?:^|(?<=[\r\n\u2028\u2029]))[ \t]*(?:\/\/[#@]\s*sourceMappingURL=(\S+)|\/\*[#@]\s*sourceMappingURL=([^\s*]+)\s*\*\/)\s*$/;
const DATA_URL = /^data:[^,]*?(;base64)?,(.*)$/s;

/** A file without the comment that names its source map, and what that names. */
export function withoutMap(text: string): { readonly code: string; readonly url: string | undefined } {
  const comment = COMMENT.exec(text);
  return { code: text.slice(0, comment?.index), url: comment?.[1] ?? comment?.[2] };
}

/** Takes the source map off a file: inline, or in a file of its own. A map that is missing or broken is no map. */
export async function detachMap(text: string, path: string): Promise<Detached> {
  const { code, url } = withoutMap(text);
  if (url === undefined) return { code, map: undefined, warnings: [] };
  try {
    return { code, map: await readMap(url, path), warnings: [] };
  } catch (error) {
    const map = DATA_URL.test(url) ? 'in the file' : `\`${url}\``;
    const detail = error instanceof Error ? error.message : String(error);
    const warning = createDiagnostic('PHO1009', { map, detail }, { filename: path, source: text });
    return { code, map: undefined, warnings: [warning] };
  }
}

async function readMap(url: string, path: string): Promise<EncodedSourceMap> {
  const data = DATA_URL.exec(url);
  if (data) return parseMap(decode(data), path);
  const file = fileURLToPath(new URL(url, pathToFileURL(resolve(path))));
  return parseMap(await readFile(file, 'utf8'), file);
}

function decode([, base64, data = '']: RegExpExecArray): string {
  return base64 === undefined ? decodeURIComponent(data) : Buffer.from(data, 'base64').toString('utf8');
}

/**
 * @param path what its sources are relative to
 * @throws {Error} when it is not a source map
 */
function parseMap(text: string, path: string): EncodedSourceMap {
  const map: unknown = JSON.parse(text.replace(/^\)\]\}'[^\n]*\n/, ''));
  if (typeof map !== 'object' || map === null) throw new Error('it is not an object');
  if (!('sections' in map) && !('sources' in map && Array.isArray(map.sources) && 'mappings' in map)) {
    throw new Error('it has no sources or no mappings');
  }
  const { sourceRoot, ...flat } = encodedMap(new FlattenMap(map as SourceMapInput));
  const root = sourceRoot ? `${sourceRoot.replace(/\/$/, '')}/` : '';
  return { ...flat, sources: flat.sources.map((source) => source && absolute(root + source, path)) };
}

/** A path, or a URL as it is. */
function absolute(source: string, path: string): string {
  if (source.startsWith('file:')) return fileURLToPath(source);
  return /^[a-z][a-z0-9+.-]+:/i.test(source) ? source : resolve(dirname(path), source);
}

/**
 * Leads maps of consecutive steps on to each other.
 * @param maps the last step first; what a step has made out of nothing stays that step's
 */
export function composeMaps(maps: readonly SourceMapInput[]): EncodedSourceMap {
  const [last, ...earlier] = maps;
  if (last === undefined) throw new Error('there is no map');
  const load = (source: string, depth: number) => (source === GENERATED_SOURCE ? null : earlier[depth - 1]);
  return remapping(last, (source, { depth }) => load(source, depth)) as EncodedSourceMap;
}
