import remapping, {
  type DecodedSourceMap,
  type EncodedSourceMap,
  type SourceMapInput,
} from '@jridgewell/remapping';

/** A source map whose positions are lists of numbers. */
export type Decoded = DecodedSourceMap;

/** A source map as it is written to a file. */
export type Encoded = EncodedSourceMap;

/**
 * Composes the maps of consecutive steps.
 * @param maps the last step first; each but the last one has one source
 */
export function compose(maps: readonly SourceMapInput[]): Decoded {
  return remapping([...maps], () => null, { decodedMappings: true }) as unknown as Decoded;
}

/** Packs a map for a file. */
export function encode(map: Decoded): Encoded {
  return remapping(map, () => null) as unknown as Encoded;
}

/** The map of a file that was not changed: each line to itself. */
export function identity(code: string, source: string): Decoded {
  const mappings: Decoded['mappings'] = code.split('\n').map((_, line) => [[0, 0, line, 0]]);
  return { version: 3, names: [], sources: [source], sourcesContent: [code], mappings };
}

/**
 * Makes room in a map for lines inserted at an offset of the code, all mapped to `source`: for frames on lines
 * without a mapping, Node takes the one above.
 */
export function insertLines(
  map: Decoded,
  at: { line: number; column: number },
  count: number,
  source: string,
): Decoded {
  const inserted: Decoded['mappings'] = Array.from({ length: count }, () => [[0, map.sources.length, 0, 0]]);
  return {
    ...map,
    sources: [...map.sources, source],
    sourcesContent: [...(map.sourcesContent ?? map.sources.map(() => null)), null],
    mappings: [
      ...map.mappings.slice(0, at.line),
      ...around(map, at, inserted),
      ...map.mappings.slice(at.line + 1),
    ],
  };
}

function around(
  map: Decoded,
  { line, column }: { line: number; column: number },
  inserted: Decoded['mappings'],
): Decoded['mappings'] {
  const segments = map.mappings[line] ?? [];
  if (column === 0) return [...inserted, segments];
  const before = segments.filter(([start]) => start < column);
  const after = segments.filter(([start]) => start >= column);
  for (const segment of after) segment[0] -= column;
  return [before, ...inserted, after];
}
