import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFile } from '@photonize/cli';
import { photonize } from '@photonize/esbuild-plugin';
import { createLinker } from '@photonize/linker';
import * as esbuild from 'esbuild';
import { originalCode, photonizedCode } from './variants.js';

const FIXTURES = fileURLToPath(new URL('../../../fixtures/stacks/', import.meta.url));

/** The files of the programs, the one that exports them first. */
export const SOURCES = ['programs.ts', 'library.ts'] as const;

/** How programs are bundled. */
export interface Bundling {
  readonly format: 'esm' | 'cjs';
  readonly minify: boolean;
}

/** Ways to build the programs that fixtures/stacks holds, in a folder that `remove` removes. */
export class Programs {
  readonly #folder = mkdtempSync(join(tmpdir(), 'photonize-stacks-'));

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }

  /** As they are, without types. */
  original(): Promise<string> {
    return this.#modules('original', async (name, source) => originalCode(source, name));
  }

  /** Each file photonized by itself, linked to the others. */
  photonized(): Promise<string> {
    const linker = createLinker({
      resolve: async ({ specifier }) => (specifier.startsWith('.') ? specifier.replace('./', '') : undefined),
      load: async (name) => ({ code: await stripped(name), policy: 'bindings' }),
    });
    return this.#modules('photonized', async (name, source) => {
      const imports = await linker.imports(name);
      return photonizedCode(source, { filename: name, imports });
    });
  }

  async #modules(folder: string, compile: (name: string, code: string) => Promise<string>): Promise<string> {
    await mkdir(join(this.#folder, folder), { recursive: true });
    for (const name of SOURCES) {
      const code = await compile(name, await stripped(name));
      const file = name.replace('.ts', '.mjs');
      await writeFile(join(this.#folder, folder, file), code.replaceAll(/(["']\.\/\w+)\.ts\b/g, '$1.mjs'));
    }
    return join(this.#folder, folder, 'programs.mjs');
  }

  /** Bundled, with the plugin or without. */
  async bundle(kind: 'plain' | 'plugin', { format, minify }: Bundling): Promise<string> {
    const extension = format === 'esm' ? 'mjs' : 'cjs';
    const outfile = join(this.#folder, `${kind}${minify ? '-minified' : ''}`, `programs.${extension}`);
    await esbuild.build({
      absWorkingDir: FIXTURES,
      entryPoints: ['programs.ts'],
      outfile,
      format,
      minify,
      bundle: true,
      sourcemap: true,
      platform: 'node',
      target: 'node24',
      logLevel: 'silent',
      tsconfigRaw: '{}',
      plugins: kind === 'plugin' ? [photonize()] : [],
    });
    return outfile;
  }

  /** Bundled, and the finished bundle transformed. */
  async transformed(bundling: Bundling): Promise<string> {
    const input = await this.bundle('plain', bundling);
    const output = input.replace('/plain', '/transformed');
    await mkdir(join(output, '..'), { recursive: true });
    await transformFile(input, { output, isolation: { policy: 'bindings' } });
    return output;
  }
}

/** Without types, which give way to blanks, so that all places stay. */
async function stripped(name: string): Promise<string> {
  return stripTypeScriptTypes(await readFile(join(FIXTURES, name), 'utf8'));
}
