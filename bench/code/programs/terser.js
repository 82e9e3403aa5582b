import { minify } from 'terser';

export const inputs = ['preact/dist/preact.mjs', 'immer/dist/immer.mjs'];
export const run = async (sources) => {
  const results = [];
  for (const source of sources) results.push((await minify(source, { module: true })).code);
  return results;
};
