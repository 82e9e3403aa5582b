import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import remapping, { type EncodedSourceMap, type SourceMapInput } from '@jridgewell/remapping';
import type { TransformResult } from '@photonize/transform';

const COMMENT = /^[ \t]*(?:\/\/|\/\*)[#@][ \t]*sourceMappingURL=([^\s'"*]+)[ \t]*(?:\*\/)?[ \t]*$/gm;

/**
 * Leads a transform's map on to what the file itself was made from, if the file has a map.
 * @param original the file's text before the transform
 */
export async function composeMaps(
  map: NonNullable<TransformResult['map']>,
  original: string,
  path: string,
): Promise<EncodedSourceMap> {
  const own: EncodedSourceMap = { ...map, sources: [path] };
  const input = await inputMap(original, path);
  if (input === undefined) return own;
  // A file may have been made from one of its own name: the map leads there once.
  return remapping(own, (_, { depth }) => (depth === 1 ? input : null)) as EncodedSourceMap;
}

/** Puts a map into the code, in place of any map comment the code has. */
export function inlineMap(code: string, map: EncodedSourceMap): string {
  const data = Buffer.from(JSON.stringify(map)).toString('base64');
  return `${code.replace(COMMENT, '')}\n//# sourceMappingURL=data:application/json;base64,${data}\n`;
}

/** The map that a file's last `sourceMappingURL` comment names. A map that is missing or broken is no map. */
async function inputMap(code: string, path: string): Promise<SourceMapInput | undefined> {
  const url = [...code.matchAll(COMMENT)].at(-1)?.[1];
  if (url === undefined) return undefined;
  try {
    return JSON.parse(await readMap(url, path)) as SourceMapInput;
  } catch {
    return undefined;
  }
}

function readMap(url: string, path: string): Promise<string> | string {
  const data = /^data:[^,]*?(;base64)?,(.*)$/s.exec(url);
  if (data)
    return data[1] ? Buffer.from(data[2] ?? '', 'base64').toString() : decodeURIComponent(data[2] ?? '');
  return readFile(url.startsWith('file:') ? fileURLToPath(url) : resolve(dirname(path), url), 'utf8');
}
