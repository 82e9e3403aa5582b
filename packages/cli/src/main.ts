import { inspect } from 'node:util';
import type { Diagnostic } from '@photonize/transform';
import { CommanderError } from 'commander';
import { diagnose, Problem } from './problems.js';
import { createProgram } from './program.js';
import { printDiagnostics } from './terminal/print.js';

/**
 * Runs the command line. Sets the exit code instead of exiting, so that output is not cut off:
 * 0 done, 1 failed, 2 wrong usage.
 * @param args without the paths of Node and of the script
 */
export async function main(args: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync([...args], { from: 'user' });
  } catch (error) {
    process.exitCode = await report(error);
  }
}

async function report(error: unknown): Promise<0 | 1 | 2> {
  // Commander has printed it already. Help and version come as errors, too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Problem) {
    await printDiagnostics(error.diagnostics);
    return error.exitCode;
  }
  await printDiagnostics(diagnosticsOf(error) ?? [diagnose('PHO9000', { detail: inspect(error) })]);
  return 1;
}

/** Those of a CompileError, without importing the compiler for the sake of `instanceof`. */
function diagnosticsOf(error: unknown): readonly Diagnostic[] | undefined {
  if (!(error instanceof Error && 'diagnostics' in error)) return undefined;
  return error.diagnostics as readonly Diagnostic[];
}
