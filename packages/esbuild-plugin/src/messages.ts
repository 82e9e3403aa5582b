import { CompileError, createDiagnostic, type Diagnostic, type ModuleSummary } from '@photonize/transform';
import type { BuildOptions, OnLoadResult, PartialMessage } from 'esbuild';

/** A diagnostic as esbuild shows it. `detail` holds the diagnostic itself. */
export function toMessage(diagnostic: Diagnostic): PartialMessage {
  const { code, message, help, filename, location, frame } = diagnostic;
  const lineText = /^> *\d+ \| (.*)$/m.exec(frame ?? '')?.[1] ?? '';
  return {
    id: code,
    text: `${code}: ${message}`,
    notes: [{ text: help }],
    location: location && filename ? { file: filename, ...location, lineText } : null,
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
  return toMessage(createDiagnostic('PHO1006', details, { filename: path, source: '' }));
}

/** Another plugin got hold of what stands in for an entry point. */
export function strayEntryMessage(path: string): PartialMessage {
  return toMessage(createDiagnostic('PHO1007', { path }));
}

/** What of the build's own options keeps handlers from being wrapped. */
export function unsuitableBuildMessages({ bundle, stdin }: BuildOptions): PartialMessage[] {
  const message = (what: string) => toMessage(createDiagnostic('PHO1008', { what }));
  return [
    ...(bundle ? [] : [message('nothing is bundled')]),
    ...(stdin ? [message('an entry point comes from stdin')] : []),
  ];
}

/**
 * A failed load.
 * @throws errors that are not the compiler's
 */
export function toFailure(error: unknown): OnLoadResult {
  if (!(error instanceof CompileError)) throw error;
  return { errors: error.diagnostics.map(toMessage) };
}
