import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

/** Gets Node's builtins without `import` or `require`: the prelude runs in ES modules and scripts alike. */
const builtins: esbuild.Plugin = {
  name: 'builtins',
  setup(build) {
    build.onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'builtin' }));
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

/**
 * Bundles @photonize/runtime into one expression statement that registers it with the process, so that a
 * transformed file runs where nothing is installed.
 */
export async function makePrelude(): Promise<string> {
  const { outputFiles } = await esbuild.build({
    entryPoints: [fileURLToPath(import.meta.resolve('@photonize/runtime'))],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'neutral',
    target: 'node22',
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'silent',
    plugins: [builtins],
  });
  return contain(outputFiles[0]?.text.trim() ?? '');
}

const START = '"use strict";(()=>{';

/**
 * Moves the directive into the function, where it does not make the rest of the file strict. The leading
 * semicolon keeps the parentheses from calling an unterminated line above.
 */
function contain(text: string): string {
  if (!text.startsWith(START)) throw new Error('esbuild starts an IIFE otherwise than expected');
  return `;(()=>{"use strict";${text.slice(START.length)}`;
}
