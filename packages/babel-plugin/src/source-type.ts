import type { TransformOptions } from '@photonize/transform';
import type { Parse, ParserOptions, Traverse } from './babel.js';

/** The variables that only CommonJS gives a file. */
const COMMONJS_NAMES = ['require', 'module', 'exports'];

/**
 * How a file without `import` and `export` is evaluated: as the module that Babel takes it for, unless it uses what
 * only CommonJS has. Such files are CommonJS whatever `sourceType` says, and it says `module` by default.
 */
export function sourceTypeOf(
  code: string,
  options: ParserOptions,
  parse: Parse,
  traverse: Traverse,
): NonNullable<TransformOptions['sourceType']> {
  if (options?.sourceType !== 'module') return 'commonjs';
  let usesCommonJs = false;
  traverse(parse(code, options), {
    Program({ scope }) {
      usesCommonJs = COMMONJS_NAMES.some((name) => scope.hasGlobal(name));
    },
  });
  return usesCommonJs ? 'commonjs' : 'module';
}
