import { assertPolicy, CompileError, type Policy } from '@photonize/transform';
import { Problem } from './problems.js';
import { commandFrame } from './terminal/frame.js';

/**
 * Checks what was given as --policy.
 * @throws {Problem} PHO1003, as wrong usage
 */
export function checkPolicy(name: string): Policy {
  try {
    assertPolicy(name);
    return name;
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    throw new Problem(
      error.diagnostics.map((diagnostic) => ({ ...diagnostic, ...commandFrame(name) })),
      2,
    );
  }
}
