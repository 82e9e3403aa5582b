import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { photonize } from '@photonize/esbuild-plugin';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);

/** Where bundles and other generated files go. */
export const OUTPUT = fileURLToPath(new URL('../.tmp/', import.meta.url));

/** What CommonJS packages expect to find around them. */
const COMMONJS_NAMES = `import { createRequire as $createRequire } from "node:module";
const require = $createRequire(import.meta.url);
const __filename = import.meta.filename;
const __dirname = import.meta.dirname;`;

const OPTIONS = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  define: { 'process.env.NODE_ENV': '"production"' },
  banner: { js: COMMONJS_NAMES },
  logLevel: 'error',
};

/**
 * Bundles a program three times: plainly, plainly once more as the control, and photonized under policy
 * `bindings`.
 *
 * @param {string} name one of `programs/`
 * @returns the bundles' paths, and how much there is to isolate
 */
export async function buildProgram(name) {
  if (name === 'uglify-js') await writeUglify();
  const entry = fileURLToPath(new URL(`./programs/${name}.js`, import.meta.url));
  const [plain, control, photons] = ['plain', 'control', 'photons'].map(
    (kind) => `${OUTPUT}${name}.${kind}.mjs`,
  );
  await mkdir(OUTPUT, { recursive: true });
  await build({ ...OPTIONS, entryPoints: [entry], outfile: plain });
  await copyFile(plain, control);
  let isolated = 0;
  const plugin = photonize({
    onModule: ({ bindings }) => {
      isolated += bindings.filter(({ fate }) => fate === 'isolated').length;
    },
  });
  await build({ ...OPTIONS, entryPoints: [entry], outfile: photons, plugins: [plugin] });
  return { plain, control, photons, isolated, lookups: lookupsIn(await readFile(photons, 'utf8')) };
}

/** The places where generated code looks a record up. */
function lookupsIn(code) {
  const calls = code.match(/\$photon\d*\(/g) ?? [];
  const definitions = code.match(/function \$photon\d*\(/g) ?? [];
  return calls.length - definitions.length;
}

/** UglifyJS loads its parts into one function made from text; as one module they can be bundled. */
async function writeUglify() {
  const { FILES } = require('uglify-js/tools/node.js');
  const parts = await Promise.all(FILES.map((file) => readFile(file, 'utf8')));
  const names = JSON.stringify(require('uglify-js/tools/domprops.json'));
  await mkdir(OUTPUT, { recursive: true });
  await writeFile(`${OUTPUT}uglify-js.cjs`, `var domprops = ${names};\n${parts.join('\n\n')}`);
}
