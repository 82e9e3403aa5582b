import { dirname, isAbsolute, relative } from 'node:path';
import { decode, encode, type SourceMapMappings } from '@jridgewell/sourcemap-codec';
import type { EncodedSourceMap } from '@photonize/linker';

/** The map of a file that was not changed: each line to itself. */
export function identity(code: string, source: string): EncodedSourceMap {
  const mappings: SourceMapMappings = code.split('\n').map((_, line) => [[0, 0, line, 0]]);
  return { version: 3, names: [], sources: [source], sourcesContent: [code], mappings: encode(mappings) };
}

/** Names sources by their paths relative to the file that the map is for. */
export function relocate(map: EncodedSourceMap, file: string): EncodedSourceMap {
  const folder = dirname(file);
  const sources = map.sources.map((source) =>
    source && isAbsolute(source) ? relative(folder, source) : source,
  );
  return { ...map, sources };
}

/**
 * Makes room in a map for lines inserted at an offset of the code, all mapped to `source`, which debuggers ignore.
 * For frames on lines without a mapping, Node takes the one above.
 */
export function insertLines(
  map: EncodedSourceMap,
  at: { line: number; column: number },
  count: number,
  source: string,
): EncodedSourceMap {
  const index = map.sources.length;
  const lines = decode(map.mappings);
  const inserted: SourceMapMappings = Array.from({ length: count }, () => [[0, index, 0, 0]]);
  const mappings = [...lines.slice(0, at.line), ...around(lines, at, inserted), ...lines.slice(at.line + 1)];
  return {
    ...map,
    sources: [...map.sources, source],
    sourcesContent: [...(map.sourcesContent ?? map.sources.map(() => null)), null],
    ignoreList: [...(map.ignoreList ?? []), index],
    mappings: encode(mappings),
  };
}

function around(
  lines: SourceMapMappings,
  { line, column }: { line: number; column: number },
  inserted: SourceMapMappings,
): SourceMapMappings {
  const segments = lines[line] ?? [];
  if (column === 0) return [...inserted, segments];
  const before = segments.filter(([start]) => start < column);
  const after = segments.filter(([start]) => start >= column);
  for (const segment of after) segment[0] -= column;
  return [before, ...inserted, after];
}
