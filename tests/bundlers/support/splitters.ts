import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import commonjs from '@rollup/plugin-commonjs';
import resolve from '@rollup/plugin-node-resolve';
import * as esbuild from 'esbuild';
import { rolldown } from 'rolldown';
import { rollup } from 'rollup';
import { runWebpack } from './bundlers.js';

/** Makes several files of a program. */
export interface Splitter {
  /** The tool, the format, and how it is minified. */
  readonly name: string;
  /** @returns the path of the entry point among the files in `folder` */
  readonly split: (entry: string, folder: string) => Promise<string>;
}

function viaEsbuild(minify: boolean): Splitter {
  return {
    name: `esbuild${minify ? ', minified' : ''}`,
    async split(entry, folder) {
      await esbuild.build({
        entryPoints: { index: entry },
        outdir: folder,
        outExtension: { '.js': '.mjs' },
        format: 'esm',
        splitting: true,
        minify,
        bundle: true,
        platform: 'node',
        logLevel: 'silent',
      });
      return join(folder, 'index.mjs');
    },
  };
}

function viaRollup(format: 'es' | 'cjs'): Splitter {
  const extension = format === 'es' ? 'mjs' : 'cjs';
  return {
    name: `Rollup, ${format}`,
    async split(entry, folder) {
      const plugins = [resolve(), commonjs()];
      const build = await rollup({ input: { index: entry }, external: /^node:/, plugins, onwarn: () => {} });
      await build.write({
        dir: folder,
        format,
        exports: 'auto',
        entryFileNames: `[name].${extension}`,
        chunkFileNames: `[name]-[hash].${extension}`,
      });
      return join(folder, `index.${extension}`);
    },
  };
}

function viaRolldown(minify: boolean): Splitter {
  return {
    name: `Rolldown${minify ? ', minified' : ''}`,
    async split(entry, folder) {
      const build = await rolldown({ input: { index: entry }, platform: 'node', logLevel: 'silent' });
      await build.write({
        dir: folder,
        format: 'esm',
        minify,
        entryFileNames: '[name].mjs',
        chunkFileNames: '[name]-[hash].mjs',
      });
      return join(folder, 'index.mjs');
    },
  };
}

function viaWebpack(
  like: 'webpack' | 'Rspack',
  format: 'esm' | 'cjs',
  mode: 'development' | 'production',
): Splitter {
  const extension = format === 'esm' ? 'mjs' : 'cjs';
  return {
    name: `${like}, ${format}, ${mode}`,
    async split(entry, folder) {
      const output = {
        path: folder,
        filename: `index.${extension}`,
        chunkFilename: `[id].${extension}`,
      };
      await runWebpack(like, format, { mode, entry, output });
      return join(folder, `index.${extension}`);
    },
  };
}

const TSC_PROGRAM = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));

/** What TypeScript makes of modules for CommonJS: a file for each. */
const TSC: Splitter = {
  name: 'tsc, CommonJS',
  async split(entry, folder) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
    const options = ['--ignoreConfig', '--allowJs', '--esModuleInterop', '--skipLibCheck', '--types', 'node'];
    const target = ['--module', 'commonjs', '--target', 'es2022', '--outDir', folder];
    await promisify(execFile)(process.execPath, [TSC_PROGRAM, ...options, ...target, entry]);
    return join(folder, 'index.js');
  },
};

/** Every tool that makes several files. */
export const SPLITTERS: readonly Splitter[] = [
  viaEsbuild(false),
  viaEsbuild(true),
  viaRollup('es'),
  viaRollup('cjs'),
  viaRolldown(false),
  viaRolldown(true),
  ...(['webpack', 'Rspack'] as const).flatMap((like) => [
    viaWebpack(like, 'cjs', 'development'),
    viaWebpack(like, 'cjs', 'production'),
    viaWebpack(like, 'esm', 'production'),
  ]),
  TSC,
];
