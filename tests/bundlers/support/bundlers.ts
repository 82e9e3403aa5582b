import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import commonjs from '@rollup/plugin-commonjs';
import resolve from '@rollup/plugin-node-resolve';
import { rspack } from '@rspack/core';
import ncc from '@vercel/ncc';
import * as esbuild from 'esbuild';
import { rolldown } from 'rolldown';
import { rollup } from 'rollup';
import { type MinifyOptions, minify } from 'terser';
import webpack from 'webpack';

/** Makes one file of a program. */
export interface Bundler {
  /** The bundler, the format, and how it is minified. */
  readonly name: string;
  readonly extension: 'mjs' | 'cjs';
  /** @returns once `outfile` is written */
  readonly bundle: (entry: string, outfile: string) => Promise<void>;
}

type Format = 'esm' | 'cjs';

const FORMATS: readonly Format[] = ['esm', 'cjs'];
const extensionOf = (format: Format) => (format === 'esm' ? 'mjs' : 'cjs');

function viaEsbuild(format: Format | 'iife', minified: boolean): Bundler {
  return {
    name: `esbuild, ${format}${minified ? ', minified' : ''}`,
    extension: format === 'esm' ? 'mjs' : 'cjs',
    async bundle(entry, outfile) {
      await esbuild.build({
        entryPoints: [entry],
        outfile,
        format,
        minify: minified,
        bundle: true,
        platform: 'node',
        logLevel: 'silent',
        ...(format === 'iife' && { globalName: 'bundle', footer: { js: 'module.exports = bundle;' } }),
      });
    },
  };
}

/** @param minifier what runs over the result; Rollup has none of its own */
function viaRollup(format: Format, strictRequires: boolean | 'auto', minifier?: Minifier): Bundler {
  const mode = strictRequires === true ? '' : `, strictRequires: ${strictRequires}`;
  return {
    name: `Rollup, ${format}${mode}${minifier ? `, minified by ${minifier}` : ''}`,
    extension: extensionOf(format),
    async bundle(entry, outfile) {
      const plugins = [resolve(), commonjs({ strictRequires })];
      const build = await rollup({ input: entry, external: /^node:/, plugins, onwarn: () => {} });
      await build.write({
        file: outfile,
        format: format === 'esm' ? 'es' : 'cjs',
        exports: 'auto',
        inlineDynamicImports: true,
      });
      if (minifier) await minifyFile(outfile, minifier);
    },
  };
}

function viaRolldown(format: Format, minified: boolean): Bundler {
  return {
    name: `Rolldown, ${format}${minified ? ', minified' : ''}`,
    extension: extensionOf(format),
    async bundle(entry, outfile) {
      const build = await rolldown({ input: entry, platform: 'node', logLevel: 'silent' });
      await build.write({ file: outfile, format, minify: minified, codeSplitting: false });
    },
  };
}

type WebpackLike = 'webpack' | 'Rspack';

/** Both take the same configuration, as far as this goes. */
function viaWebpack(
  like: WebpackLike,
  format: Format,
  mode: 'production' | 'development',
  minifier?: Minifier,
): Bundler {
  return {
    name: `${like}, ${format}, ${mode}${minifier ? `, minified by ${minifier}` : ''}`,
    extension: extensionOf(format),
    async bundle(entry, outfile) {
      const output = { path: dirname(outfile), filename: basename(outfile) };
      await runWebpack(like, format, {
        mode,
        entry,
        output,
        module: { parser: { javascript: { dynamicImportMode: 'eager' } } },
        ...(minifier && { optimization: { minimize: false } }),
      });
      if (minifier) await minifyFile(outfile, minifier);
    },
  };
}

/** @throws {Error} with what the bundler has to say */
export async function runWebpack(
  like: WebpackLike,
  format: Format,
  { output, ...others }: { readonly output: object; readonly [option: string]: unknown },
): Promise<void> {
  const isModule = format === 'esm';
  const configuration = {
    target: 'node22',
    devtool: false,
    output: { library: { type: isModule ? 'module' : 'commonjs2' }, module: isModule, ...output },
    ...(like === 'webpack' && { experiments: { outputModule: isModule } }),
    ...others,
  };
  const run = (like === 'webpack' ? webpack : rspack) as (
    options: object,
    done: Done,
  ) => { close: (done: () => void) => void };
  await new Promise<void>((settle, fail) => {
    const compiler = run(configuration, (error, stats) => {
      const failure = error ?? (stats?.hasErrors() ? new Error(stats.toString()) : undefined);
      compiler.close(() => (failure ? fail(failure) : settle()));
    });
  });
}

type Done = (error: Error | null, stats?: { hasErrors(): boolean; toString(): string }) => void;

/** @param format that of the program: ncc keeps it */
function viaNcc(format: Format, minified: boolean): Bundler {
  return {
    name: `ncc, ${format}${minified ? ', minified' : ''}`,
    extension: extensionOf(format),
    async bundle(entry, outfile) {
      const { code } = (await ncc(entry, { cache: false, minify: minified, quiet: true })) as {
        code: string;
      };
      writeFileSync(outfile, code);
    },
  };
}

type Minifier = 'terser' | 'esbuild';

/** Minifies a bundle where it is, as plugins of bundlers do. */
async function minifyFile(file: string, minifier: Minifier): Promise<void> {
  const source = readFileSync(file, 'utf8');
  const isModule = file.endsWith('.mjs');
  const options: MinifyOptions = { module: isModule, toplevel: true, compress: { passes: 2 } };
  const { code = '' } =
    minifier === 'terser' ? await minify(source, options) : await esbuild.transform(source, { minify: true });
  writeFileSync(file, code);
}

/** Every bundler, as it is used and as it minifies. */
export const BUNDLERS: readonly Bundler[] = [
  ...(['esm', 'cjs', 'iife'] as const).flatMap((format) => [
    viaEsbuild(format, false),
    viaEsbuild(format, true),
  ]),
  ...FORMATS.map((format) => viaRollup(format, true)),
  viaRollup('esm', 'auto'),
  viaRollup('esm', true, 'terser'),
  viaRollup('cjs', true, 'esbuild'),
  ...FORMATS.flatMap((format) => [viaRolldown(format, false), viaRolldown(format, true)]),
  ...(['webpack', 'Rspack'] as const).flatMap((like) => [
    ...FORMATS.flatMap((format) => [
      viaWebpack(like, format, 'development'),
      viaWebpack(like, format, 'production'),
    ]),
    viaWebpack(like, 'cjs', 'production', 'esbuild'),
  ]),
  ...FORMATS.flatMap((format) => [viaNcc(format, false), viaNcc(format, true)]),
];

/** The path of a bundle in `folder`, which is made. */
export function outputOf({ name, extension }: Bundler, folder: string): string {
  const path = join(folder, name.replace(/[^\w]+/g, '-'), `bundle.${extension}`);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}
