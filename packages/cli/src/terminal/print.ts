import { isAbsolute, relative } from 'node:path';
import type { Diagnostic } from '@photonize/transform';
import { wantsColor } from './colors.js';

/** Prints diagnostics on stderr, each once however many modules or entries it comes from. */
export async function printDiagnostics(diagnostics: readonly Diagnostic[]): Promise<void> {
  if (diagnostics.length === 0) return;
  // Imported here because it loads the compiler, which `photonize run` needs for nothing else.
  const { formatDiagnostic } = await import('@photonize/transform');
  const options = { color: wantsColor(process.stderr) };
  const texts = new Set(diagnostics.map((diagnostic) => formatDiagnostic(shorten(diagnostic), options)));
  for (const text of texts) process.stderr.write(`${text}\n\n`);
}

/** Shows files of this folder by their short paths. */
function shorten(diagnostic: Diagnostic): Diagnostic {
  const { filename } = diagnostic;
  if (filename === undefined || !isAbsolute(filename)) return diagnostic;
  const short = relative('.', filename);
  return short.startsWith('..') ? diagnostic : { ...diagnostic, filename: short };
}
