import { fileURLToPath } from 'node:url';
import * as runtime from '@photonize/runtime';
import { RUNTIME_SPECIFIER } from '@photonize/runtime/interface';
import type * as esbuild from 'esbuild';

/** The file in whose place every bundle gets the runtime. */
export function runtimeFile(): string {
  return fileURLToPath(import.meta.resolve(RUNTIME_SPECIFIER));
}

/** What the runtime's code is mapped to. */
export const RUNTIME_SOURCE = 'photonize:runtime';

/** Gets Node's builtins without `import` or `require`: the expression stands in ES modules and scripts alike. */
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
 * Bundles @photonize/runtime into one expression, whose value are the exports.
 * @param bundler the host's esbuild
 */
export async function runtimeExpression(bundler: Pick<typeof esbuild, 'build'>): Promise<string> {
  const { outputFiles } = await bundler.build({
    entryPoints: [runtimeFile()],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'runtime',
    platform: 'neutral',
    target: 'node22',
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'silent',
    plugins: [builtins],
  });
  return contain(outputFiles[0]?.text.trim() ?? '');
}

const WRAPPER = /^"use strict";var runtime=\(\(\)=>\{(.*)\}\)\(\);$/s;

/** Moves the directive into the function, where it does not make the rest of the file strict. */
function contain(text: string): string {
  const body = WRAPPER.exec(text)?.[1];
  if (body === undefined) throw new Error('esbuild writes an IIFE otherwise than expected');
  return `(()=>{"use strict";${body}})()`;
}

/**
 * A module with the runtime's exports. All else is inside of a function, because top-level names that it shared
 * with the program would have esbuild rename the program's functions.
 *
 *     const $runtime = /* @__PURE__ *\/ (() => { … })();
 *     const $photonize0 = $runtime.defineModule;
 *     export { $photonize0 as defineModule };
 */
export async function runtimeContents(bundler: Pick<typeof esbuild, 'build'>): Promise<string> {
  const lines = Object.keys(runtime).flatMap((name, i) => [
    `const $photonize${i} = $runtime.${name};`,
    `export { $photonize${i} as ${name} };`,
  ]);
  const code = [`const $runtime = /* @__PURE__ */ ${await runtimeExpression(bundler)};`, ...lines].join('\n');
  return `${code}\n${mapComment(code)}\n`;
}

/** Maps all of a text to the start of a source that does not exist. */
function mapComment(code: string): string {
  const mappings = code
    .split('\n')
    .map(() => 'AAAA')
    .join(';');
  const sourcesContent = ['// The runtime of photonize.\n'];
  const map = { version: 3, sources: [RUNTIME_SOURCE], sourcesContent, names: [], mappings };
  const data = Buffer.from(JSON.stringify(map)).toString('base64');
  return `//# sourceMappingURL=data:application/json;base64,${data}`;
}
