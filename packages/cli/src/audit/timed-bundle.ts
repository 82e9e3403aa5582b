import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as esbuild from 'esbuild';
import { settings } from '../bundle/bundle.js';
import { endOfPrologue } from '../transform/prologue.js';

/** What each module of a timed bundle calls, with its number, before its own code and after it. */
export const CLOCK = 'photonize.audit.clock';

/**
 * Bundles a function so that its modules tell when they are evaluated.
 * @returns the modules, by their numbers
 */
export async function timedBundle(
  entry: string,
  outfile: string,
  external: readonly string[],
): Promise<string[]> {
  const modules: string[] = [];
  const plugin: esbuild.Plugin = {
    name: 'photonize-clock',
    setup(build) {
      build.onLoad({ filter: /\.[mc]?[jt]sx?$/, namespace: 'file' }, async ({ path }) => {
        const code = await readFile(path, 'utf8');
        return {
          contents: timed(code, modules.push(path) - 1),
          resolveDir: dirname(path),
          loader: 'default',
        };
      });
    },
  };
  await esbuild.build({
    ...settings({ entry, outfile, format: 'esm', external }),
    sourcemap: false,
    write: true,
    plugins: [plugin],
  });
  return modules;
}

/**
 * Puts a call before the code of a module, and one after it:
 *
 *     "use strict";globalThis[…].start(7); … ;globalThis[…].end(7);
 */
function timed(code: string, number: number): string {
  const call = (method: string) => `;globalThis[Symbol.for(${JSON.stringify(CLOCK)})].${method}(${number});`;
  const start = endOfPrologue(code);
  return `${code.slice(0, start)}${call('start')}${code.slice(start)}\n${call('end')}`;
}
