import type { AdapterName } from '@photonize/runtime/interface';
import { assertAdapter, assertPolicy, CompileError, type Policy } from '@photonize/transform';
import { Problem } from './problems.js';
import { commandFrame } from './terminal/frame.js';

/**
 * Checks what was given as --policy.
 * @throws {Problem} PHO1003, as wrong usage
 */
export function checkPolicy(name: string): Policy {
  return check(name, assertPolicy);
}

/**
 * Checks what was given as --adapter.
 * @throws {Problem} PHO1012, as wrong usage
 */
export function checkAdapter(name: string): AdapterName {
  return check(name, assertAdapter);
}

function check<Name extends string>(name: string, assert: (name: string) => asserts name is Name): Name {
  try {
    assert(name);
    return name;
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    throw new Problem(
      error.diagnostics.map((diagnostic) => ({ ...diagnostic, ...commandFrame(name) })),
      2,
    );
  }
}
