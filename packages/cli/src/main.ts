import { inspect } from 'node:util';
import type { Diagnostic } from '@photonize/transform';
import { CommanderError } from 'commander';
import { diagnose, Problem } from './problems.js';
import { createProgram } from './program.js';
import { printAsJson, printDiagnostics } from './terminal/print.js';

/**
 * Runs the command line. Sets the exit code instead of exiting, so that output is not cut off:
 * 0 done, 1 failed, 2 wrong usage.
 * @param args without the paths of Node and of the script
 */
export async function main(args: readonly string[]): Promise<void> {
  const json = wantsJson(args);
  if (json) printAsJson();
  try {
    await createProgram({ quiet: json }).parseAsync([...args], { from: 'user' });
  } catch (error) {
    process.exitCode = await report(error, json);
  }
}

/** Whether diagnostics are wanted as JSON, also of arguments that cannot be parsed. */
function wantsJson(args: readonly string[]): boolean {
  const index = args.indexOf('--json');
  const next = args[index + 1];
  const namesFile = TAKE_FILES.includes(args[0] ?? '') && next !== undefined && !next.startsWith('-');
  return index >= 0 && !namesFile;
}

/** Commands whose `--json` may name a file for what they found. */
const TAKE_FILES: readonly string[] = ['compare', 'audit'];

async function report(error: unknown, json: boolean): Promise<0 | 1 | 2> {
  // Help and version come as errors, too.
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  if (error instanceof CommanderError) {
    // Commander has printed it already, unless it was told not to.
    if (json) await printDiagnostics([wrongUsage(error)]);
    return 2;
  }
  if (error instanceof Problem) {
    await printDiagnostics(error.diagnostics);
    return error.exitCode;
  }
  await printDiagnostics(diagnosticsOf(error) ?? [diagnose('PHO9000', { detail: inspect(error) })]);
  return 1;
}

function wrongUsage({ code, message }: CommanderError): Diagnostic {
  const detail = code === 'commander.help' ? 'no command is named' : message.replace(/^error: /, '');
  return diagnose('PHO9001', { detail });
}

/** Those of a CompileError, without importing the compiler for the sake of `instanceof`. */
function diagnosticsOf(error: unknown): readonly Diagnostic[] | undefined {
  if (!(error instanceof Error && 'diagnostics' in error)) return undefined;
  return error.diagnostics as readonly Diagnostic[];
}
