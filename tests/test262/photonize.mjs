// Photonize as the differential runner drives it: each test file is transformed as it is, without its neighbours.
import { transform as photonize } from '@photonize/transform';

export const name = 'photonize';
export const isolates = true;

/** Compiles one test. A coded refusal is counted apart; a syntax error is the language's own. */
export async function transform({ code, filename, kind }) {
  try {
    return photonize(code, { filename: filename + EXTENSIONS[kind], sourceType: kind });
  } catch (error) {
    if (error.code === 'PHO1001') throw new SyntaxError(error.message);
    error.unsupported = /^PHO[12]\d{3}$/.test(error.code);
    throw error;
  }
}

const EXTENSIONS = { module: '.mjs', commonjs: '.cjs' };

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
