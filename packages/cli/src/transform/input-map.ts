import { readFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import type { Diagnostic } from '@photonize/transform';
import { diagnose } from '../problems.js';
import type { Encoded } from './source-map.js';

/** The last line that names a source map, at the end of a file. */
const COMMENT = /(?:^|\n)\/\/[#@] sourceMappingURL=(\S+)[^\S\n]*\s*$/;
const DATA_URL = /^data:application\/json[^,]*?(;base64)?,(.*)$/;

/** A file without the comment that names its source map, and that map. */
export interface Detached {
  readonly code: string;
  /** Its sources are relative to the output's folder. */
  readonly map?: Encoded;
  readonly warnings: readonly Diagnostic[];
}

/**
 * Takes the source map off a file: inline, or in a file beside it.
 * @param outputFolder what the map's sources shall be relative to
 */
export async function detachMap(code: string, file: string, outputFolder: string): Promise<Detached> {
  const match = COMMENT.exec(code);
  if (match === null) return { code, warnings: [] };
  const [comment, url = ''] = match;
  const rest = `${code.slice(0, match.index)}${comment.startsWith('\n') ? '\n' : ''}`;
  const inline = DATA_URL.exec(url);
  try {
    const text = inline
      ? decodeDataUrl(inline)
      : await readFile(resolve(dirname(file), decodeURIComponent(url)), 'utf8');
    const folder = inline ? dirname(file) : dirname(resolve(dirname(file), decodeURIComponent(url)));
    return { code: rest, map: relocate(parseMap(text), folder, outputFolder), warnings: [] };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const warning = diagnose(
      'PHO9011',
      { map: inline ? 'in the file' : `\`${url}\``, detail },
      { filename: file },
    );
    return { code: rest, warnings: [warning] };
  }
}

function decodeDataUrl([, base64, data = '']: RegExpExecArray): string {
  return base64 === undefined ? decodeURIComponent(data) : Buffer.from(data, 'base64').toString('utf8');
}

/** @throws {Error} when it is not a source map of the usual form */
function parseMap(text: string): Encoded {
  const map: unknown = JSON.parse(text.replace(/^\)\]\}'[^\n]*\n/, ''));
  if (typeof map !== 'object' || map === null) throw new Error('it is not an object');
  if ('sections' in map) throw new Error('it consists of sections, which photonize cannot compose');
  if (
    !('sources' in map && Array.isArray(map.sources) && 'mappings' in map && typeof map.mappings === 'string')
  ) {
    throw new Error('it has no sources or no mappings');
  }
  return { names: [], ...map, version: 3, sources: map.sources, mappings: map.mappings };
}

function relocate({ sourceRoot, ...map }: Encoded, from: string, to: string): Encoded {
  const root = sourceRoot ? `${sourceRoot.replace(/\/$/, '')}/` : '';
  const sources = map.sources.map((source) => {
    if (source === null || /^[a-z][a-z0-9+.-]*:/i.test(root + source))
      return source === null ? null : root + source;
    return relative(to, resolve(from, root + source));
  });
  return { ...map, sources };
}
