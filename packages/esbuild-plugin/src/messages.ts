import { CompileError, createDiagnostic, type Diagnostic, type ModuleSummary } from '@photonize/transform';
import type { OnLoadResult, PartialMessage } from 'esbuild';

/** A diagnostic as esbuild shows it. `detail` holds the diagnostic itself. */
export function toMessage(diagnostic: Diagnostic, source: string): PartialMessage {
  const { code, message, help, filename, location } = diagnostic;
  const lineText = location ? (source.split('\n')[location.line - 1] ?? '') : '';
  return {
    id: code,
    text: `${code}: ${message}`,
    notes: [{ text: help }],
    location:
      location && filename
        ? { file: filename, line: location.line, column: location.column, lineText }
        : null,
    detail: diagnostic,
  };
}

/** The entry point exports no such handler. */
export function missingHandlerMessage(
  path: string,
  missing: readonly string[],
  { exportNames }: ModuleSummary,
): PartialMessage {
  const details = {
    names: missing.map((name) => `\`${name}\``).join(', '),
    known: exportNames.length > 0 ? exportNames.join(', ') : 'nothing',
  };
  return toMessage(createDiagnostic('PHO1006', details, { filename: path, source: '' }), '');
}

/**
 * A failed load.
 * @throws errors that are not the compiler's
 */
export function toFailure(error: unknown, source: string): OnLoadResult {
  if (!(error instanceof CompileError)) throw error;
  return { errors: error.diagnostics.map((diagnostic) => toMessage(diagnostic, source)) };
}
