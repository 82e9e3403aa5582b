import type { Diagnostic } from '@photonize/transform';
import { shortPath } from '../files/path.js';
import { toJson } from '../json.js';
import { wantsColor } from './colors.js';

let asJson = false;

/** Has all diagnostics of this process printed as JSON lines. */
export function printAsJson(): void {
  asJson = true;
}

/** Prints diagnostics on stderr, each once however many modules or entries it comes from. */
export async function printDiagnostics(diagnostics: readonly Diagnostic[]): Promise<void> {
  if (diagnostics.length === 0) return;
  const texts = asJson ? diagnostics.map((each) => JSON.stringify(toJson(each))) : await format(diagnostics);
  for (const text of new Set(texts)) process.stderr.write(asJson ? `${text}\n` : `${text}\n\n`);
}

async function format(diagnostics: readonly Diagnostic[]): Promise<string[]> {
  // Imported here because it loads the compiler, which `photonize run` needs for nothing else.
  const { formatDiagnostic } = await import('@photonize/transform');
  const options = { color: wantsColor(process.stderr) };
  return diagnostics.map((each) => formatDiagnostic(shorten(each), options));
}

function shorten(diagnostic: Diagnostic): Diagnostic {
  const { filename } = diagnostic;
  return filename === undefined ? diagnostic : { ...diagnostic, filename: shortPath(filename) };
}
