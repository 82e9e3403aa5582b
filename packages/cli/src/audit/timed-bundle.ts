import { dirname } from 'node:path';
import * as esbuild from 'esbuild';
import MagicString from 'magic-string';
import { settings } from '../bundle/bundle.js';
import { endOfPrologue } from '../transform/prologue.js';
import type { FoundModule } from './survey.js';

/** The name of the clock's symbol. */
export const CLOCK = 'photonize.audit.clock';

/** What the modules of a timed bundle call: before their own code and after it, and around initializers. */
export interface Clock {
  start(module: number): void;
  end(module: number): void;
  mark(): Mark | undefined;
  /** @returns the value */
  took<T>(module: number, initializer: number, mark: Mark | undefined, value: T): T;
}

/** A point in the evaluation of a module. */
export interface Mark {
  readonly since: number;
  /** What modules had taken by then that it has loaded. */
  readonly inner: number;
}

/** Bundles a function so that its modules, known by their places in the list, tell what their evaluation takes. */
export async function timedBundle(
  entry: string,
  outfile: string,
  external: readonly string[],
  modules: readonly FoundModule[],
): Promise<void> {
  const numbers = new Map(modules.map(({ path }, number) => [path, number]));
  const plugin: esbuild.Plugin = {
    name: 'photonize-clock',
    setup(build) {
      build.onLoad({ filter: /\.[mc]?[jt]sx?$/, namespace: 'file' }, ({ path }) => {
        const number = numbers.get(path);
        const module = number === undefined ? undefined : modules[number];
        if (number === undefined || module === undefined) return undefined;
        return { contents: timed(module, number), resolveDir: dirname(path), loader: 'default' };
      });
    },
  };
  await esbuild.build({
    ...settings({ entry, outfile, format: 'esm', external }),
    sourcemap: false,
    write: true,
    plugins: [plugin],
  });
}

/**
 * Puts calls before the code of a module, after it, and around what makes its state:
 *
 *     "use strict";$clock.start(7); … const model = $clock.took(7, 0, $clock.mark(), (load())); … ;$clock.end(7);
 */
function timed({ code, inspection }: FoundModule, number: number): string {
  const clock = `globalThis[Symbol.for(${JSON.stringify(CLOCK)})]`;
  const text = new MagicString(code);
  for (const [index, { initializer }] of inspection.state.entries()) {
    if (initializer === undefined) continue;
    text.appendRight(initializer.start, `${clock}.took(${number}, ${index}, ${clock}.mark(), (`);
    text.appendLeft(initializer.end, '))');
  }
  text.appendLeft(endOfPrologue(code), `;${clock}.start(${number});`);
  return text.append(`\n;${clock}.end(${number});`).toString();
}
