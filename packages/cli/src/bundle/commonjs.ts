/**
 * What CommonJS dependencies expect and an ES module does not have. esbuild never calls a binding `require`
 * itself; the other two get names of ours, because many an ES module declares its own `__dirname`.
 */
export const COMMONJS_BANNER = [
  "import { createRequire as __photonize_createRequire } from 'node:module';",
  'const require = __photonize_createRequire(import.meta.url);',
  'const __photonize_filename = import.meta.filename;',
  'const __photonize_dirname = import.meta.dirname;',
].join('\n');

/** Has the bundled code use the banner's names wherever these two are not declared. */
export const COMMONJS_DEFINES: Readonly<Record<string, string>> = {
  __filename: '__photonize_filename',
  __dirname: '__photonize_dirname',
};
