/**
 * Links layers of two files, each of which passes on all that both files of the next layer export, and prints
 * what comes out at the top.
 *
 *     node layers.ts <layers>
 */
import { createLinker } from '../../dist/index.js';

const layers = Number(process.argv[2]);
const loads: string[] = [];

function sourceOf(path: string): string {
  if (path === 'state.js') return 'export let n = 0; n++;';
  const next = Number(path.replace(/\D/g, '')) + 1;
  const targets = next < layers ? [`left${next}.js`, `right${next}.js`] : ['state.js'];
  return targets.map((target) => `export * from './${target}';`).join('\n');
}

const linker = createLinker({
  resolve: async ({ specifier }) => specifier.slice('./'.length),
  load: async (path) => {
    loads.push(path);
    return { code: sourceOf(path), policy: 'bindings' };
  },
});
console.log(JSON.stringify({ exports: await linker.isolatedExports('left0.js'), loads: loads.length }));
