import { decode, type SourceMapMappings, type SourceMapSegment } from '@jridgewell/sourcemap-codec';
import { LineTable, type SourceMap } from '@photonize/transform';

/** After these words, punctuators may begin an expression, a pattern or a computed name. */
const WORDS =
  'accessor|as|async|await|case|const|default|delete|do|else|export|extends|from|get|import|in|instanceof|let|new|of|' +
  'return|set|static|throw|typeof|var|void|yield';

/** A name or number ends here. */
const AFTER_NAME = `(?<=[\\w$])(?<!(?:^|[^\\w$.])(?:${WORDS}))`;

/**
 * Punctuators with which nothing begins that esbuild gives a place in its map. Some commas are holes in arrays,
 * arrows are where it puts bodies of functions that it makes of expressions, and it tells private methods from others.
 */
const BETWEEN = new RegExp(
  [
    '[:?>&|%^]|=(?!>)|!=',
    '(?<![\\s[,]),',
    '\\.(?![.\\d])',
    // What goes on, or ends a string.
    `${AFTER_NAME}["'\`;[+\\\\-]`,
    `${AFTER_NAME}(?<!#[\\w$]*)\\(`,
    '(?<=[\\]}"\'`]);',
    '(?<=\\b(?:catch|for|function|if|switch|while) ?)\\(',
  ].join('|'),
  'y',
);

/**
 * The mappings of one file without those that esbuild does not ask for. It asks where names, literals, expressions,
 * statements and brackets begin, and has to read all others in each build.
 *
 * @param code what the map leads from
 * @param source what it leads to, of which each punctuator has a segment
 */
export function askedMappings(map: SourceMap, code: string, source: string): SourceMapMappings {
  const codeLines = new LineTable(code);
  const sourceLines = new LineTable(source);
  const isAsked = (segment: SourceMapSegment, line: number) => {
    if (segment.length !== 4 || segment[1] !== 0) return true;
    const at = codeLines.startOf(line) + segment[0];
    // What has been put in the source's place is something else than it seems.
    const isKept = code[at] === source[sourceLines.startOf(segment[2]) + segment[3]];
    BETWEEN.lastIndex = at;
    return !(isKept && BETWEEN.test(code));
  };
  return decode(map.mappings).map((segments, line) => segments.filter((segment) => isAsked(segment, line)));
}
