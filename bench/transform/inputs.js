import { mkdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Files of packages as they are published, and bundles of packages that esbuild makes, by name. */
const SOURCES = {
  'handlebars bundle': { bundle: 'export { default } from "handlebars";', minify: true },
  'postcss bundle': { bundle: 'export { default } from "postcss";' },
  acorn: { file: 'acorn/dist/acorn.js' },
  '@babel/parser': { file: '@babel/parser/lib/index.js' },
  lodash: { file: 'lodash/lodash.js' },
  'prettier/typescript': { file: 'prettier/plugins/typescript.mjs' },
  terser: { file: 'terser/dist/bundle.min.js' },
  'react-dom': { file: 'react-dom/cjs/react-dom-client.development.js' },
  '@babel/core bundle': { bundle: 'export * from "@babel/core";' },
  'eleven packages minified': { project: true, minify: true },
  'eleven packages': { project: true },
  tsc: { file: 'typescript-5/lib/_tsc.js' },
  typescript: { file: 'typescript-5/lib/typescript.js' },
};

const bench = fileURLToPath(new URL('..', import.meta.url));

/** Where the benchmark writes. */
export const SCRATCH = `${bench}.tmp/transform/`;

/** A module that imports what a larger function may import. */
export const PROJECT = `${bench}transform/project.js`;

/** The names of all inputs, the smallest first. */
export const INPUTS = Object.keys(SOURCES);

/**
 * The file behind an input.
 * @param {string} name
 */
export async function inputFile(name) {
  const { file, ...bundle } = SOURCES[name];
  const path = file ? `${bench}node_modules/${file}` : await makeBundle(name, bundle);
  return { path, bytes: (await stat(path)).size };
}

async function makeBundle(name, { bundle, minify = false }) {
  const outfile = `${SCRATCH}${name.replace(/\W+/g, '-')}.mjs`;
  await mkdir(SCRATCH, { recursive: true });
  await build({
    ...(bundle === undefined
      ? { entryPoints: [PROJECT] }
      : { stdin: { contents: bundle, resolveDir: bench } }),
    outfile,
    bundle: true,
    minify,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  return outfile;
}
