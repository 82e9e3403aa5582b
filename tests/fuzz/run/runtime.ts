import { createRequire } from 'node:module';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import { RUNTIME_KEY } from '@photonize/runtime/interface';
import { buildSync } from 'esbuild';

/** A runtime of its own for one program, and the warnings that it raised. */
export interface FreshRuntime {
  readonly exports: typeof import('@photonize/runtime');
  readonly warnings: readonly string[];
}

const nodeRequire = createRequire(import.meta.url);
let evaluateRuntime:
  | ((module: object, exports: object, require: (specifier: string) => unknown) => void)
  | undefined;

/** Creates a runtime that knows of no other program: the tables of a process live as long as its runtime. */
export function createRuntime(): FreshRuntime {
  const warnings: string[] = [];
  const emitWarning = (message: string, { code }: { code: string }) => warnings.push(`${code}: ${message}`);
  const require = (specifier: string): unknown =>
    specifier === 'node:process' ? { ...process, emitWarning } : nodeRequire(specifier);
  const module = { exports: {} };
  forgetRuntime();
  evaluateRuntime ??= compileRuntime();
  evaluateRuntime(module, module.exports, require);
  return { exports: module.exports as FreshRuntime['exports'], warnings };
}

/** Makes the next runtime that is loaded the process's first. */
function forgetRuntime(): void {
  Reflect.deleteProperty(globalThis, RUNTIME_KEY);
}

/** Compiles the runtime once; each call of the result evaluates it anew. */
function compileRuntime(): NonNullable<typeof evaluateRuntime> {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(import.meta.resolve('@photonize/runtime'))],
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    write: false,
  });
  const code = outputFiles[0]?.text ?? '';
  const parameters = ['module', 'exports', 'require'];
  return compileFunction(code, parameters, { filename: 'photonize-runtime.cjs' }) as NonNullable<
    typeof evaluateRuntime
  >;
}
