import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { photonize } from '@photonize/esbuild-plugin';
import { CompileError, transform } from '@photonize/transform';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);

/** Where bundles and other generated files go. */
export const OUTPUT = fileURLToPath(new URL('../.tmp/', import.meta.url));

/** What CommonJS packages expect to find around them. */
const COMMONJS_NAMES = `import { createRequire as $createRequire } from "node:module";
var require = $createRequire(import.meta.url);
var __filename = import.meta.filename;
var __dirname = import.meta.dirname;`;

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
 * Bundles a program plainly, once more as the control, and photonized under policy `bindings` in both ways that
 * there are: with the plugin, which sees the modules, and as a finished bundle, where `var`s may have been `const`s;
 * under policy `strict` with the plugin.
 *
 * @param {string} name one of `programs/`
 * @returns the bundles' paths, and how much each photonized one has to isolate
 */
export async function buildProgram(name) {
  if (name === 'uglify-js') await writeUglify();
  const path = (kind) => `${OUTPUT}${name}.${kind}.mjs`;
  await mkdir(OUTPUT, { recursive: true });
  const entryPoints = [fileURLToPath(new URL(`./programs/${name}.js`, import.meta.url))];
  await build({ ...OPTIONS, entryPoints, outfile: path('plain') });
  await copyFile(path('plain'), path('control'));
  const photonized = async (kind, policy) => {
    const bindings = [];
    const plugin = photonize({ policy, onModule: (module) => bindings.push(...module.bindings) });
    await build({ ...OPTIONS, entryPoints, outfile: path(kind), plugins: [plugin] });
    return stateIn(bindings, await readFile(path(kind), 'utf8'));
  };
  const state = {
    plugin: await photonized('plugin', 'bindings'),
    strict: await photonized('strict', 'strict'),
  };
  const names = ['plain', 'control', 'plugin', 'strict'];
  const bundles = Object.fromEntries(names.map((kind) => [kind, path(kind)]));
  const finished = transformFinished(await readFile(path('plain'), 'utf8'), path('plain'));
  if (finished === undefined) return { bundles, state };
  await writeFile(path('finished'), finished.code);
  return {
    bundles: { ...bundles, finished: path('finished') },
    state: { ...state, finished: stateIn(finished.plan.bindings, finished.code) },
  };
}

/** @returns `undefined` for a bundle that holds other bundles which the compiler refuses */
function transformFinished(source, filename) {
  try {
    return transform(source, { filename, finished: true });
  } catch (error) {
    if (error instanceof CompileError) return undefined;
    throw error;
  }
}

function stateIn(bindings, code) {
  return {
    isolated: bindings.filter(({ fate }) => fate === 'isolated').length,
    lookups: lookupsIn(code),
  };
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
