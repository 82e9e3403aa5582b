import { minify } from '../../.tmp/uglify-js.cjs';

export const inputs = ['preact/dist/preact.mjs', 'lodash/core.js'];
export const run = (sources) => sources.map((source) => minify(source, { module: true }).code);
