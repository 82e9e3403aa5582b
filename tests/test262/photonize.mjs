// Photonize as the differential runner drives it: every file is linked and transformed as hosts do.
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { createLinker } from '@photonize/linker';
import { transform as photonize } from '@photonize/transform';

export const name = 'photonize';
export const isolates = true;

/** The tests as they run, with what the runner has added, by path: fixtures may import them. */
const tests = new Map();

/** Compiles one file. A coded refusal is counted apart; a syntax error is the language's own. */
export async function transform({ code, filename, kind, role }) {
  if (role === 'test') tests.set(filename, code);
  try {
    const imports = kind === 'module' ? await importsOf(filename) : {};
    return photonize(code, { filename, sourceType: kind, imports });
  } catch (error) {
    if (error.code === 'PHO1001') throw new SyntaxError(error.message);
    error.unsupported = /^PHO[12]\d{3}$/.test(error.code);
    throw error;
  }
}

/** What the modules that a file imports isolate; what is missing or no module is left to the language. */
async function importsOf(filename) {
  const linker = createLinker({
    async resolve({ specifier }, importer) {
      const path = resolve(dirname(importer), specifier);
      return /^\.{0,2}\//.test(specifier) && (await isModule(path)) ? path : undefined;
    },
    async load(path) {
      return { code: tests.get(path) ?? (await readFile(path, 'utf8')), policy: 'bindings' };
    },
  });
  const isModule = (path) =>
    linker.summary(path).then(
      () => true,
      () => false,
    );
  return linker.imports(filename);
}

/** The runtime is loaded inside the test's realm, so that the errors it throws are the test's own. */
export async function createRuntime(env) {
  const runtime = await env.importInRealm(import.meta.resolve('@photonize/runtime'));
  return {
    runPhoton: (code) => runtime.runPhoton(code),
    imports: { '@photonize/runtime': runtime },
  };
}

/** Exports that the compiler adds. */
export const ignoreExport = (exported) => exported.startsWith('$photon$');
