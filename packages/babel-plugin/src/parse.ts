import type { TransformResult } from '@photonize/transform';
import type { File, Parse, ParserOptions, Types } from './babel.js';
import { relocate } from './relocate.js';

/**
 * Parses photonized code as Babel was going to parse the original. All that stems from the original keeps its
 * place in it: for source maps, code frames, coverage, and every other plugin.
 *
 * @param original the code that Babel was given
 */
export function parseCompiled(
  { code, map }: TransformResult,
  original: string,
  options: ParserOptions,
  parse: Parse,
  types: Types,
): File {
  if (map === null) return parse(original, options);
  const { startLine: line = 1, startColumn: column = 0, startIndex: index = 0 } = options ?? {};
  try {
    const ast = parse(code, { ...options, startLine: 1, startColumn: 0, startIndex: 0 });
    relocate(ast, { code, map, original }, { line, column, index }, types);
    return ast;
  } catch (error) {
    // A syntax that Babel was not set up for is an error of the original, and shown there.
    parse(original, options);
    throw error;
  }
}
