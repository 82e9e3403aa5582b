import type { Diagnostic } from '@photonize/transform';
import * as esbuild from 'esbuild';
import { diagnose, type ProblemCode } from '../problems.js';

/** Turns what esbuild reports into diagnostics; those of the compiler come back as they were. */
export async function toDiagnostics(
  messages: readonly esbuild.Message[],
  kind: 'error' | 'warning',
): Promise<readonly Diagnostic[]> {
  const code = kind === 'error' ? 'PHO9006' : 'PHO9010';
  return Promise.all(messages.map((message) => toDiagnostic(message, kind, code)));
}

async function toDiagnostic(
  message: esbuild.Message,
  kind: 'error' | 'warning',
  code: ProblemCode,
): Promise<Diagnostic> {
  if (isDiagnostic(message.detail)) return message.detail;
  const { id, text, location, notes } = message;
  // Of what plugins say at the end, esbuild keeps no detail.
  if (/^PHO\d+$/.test(id))
    return { code: id, severity: kind, message: text.replace(`${id}: `, ''), help: notes[0]?.text ?? '' };
  if (location === null) return diagnose(code, { text });
  const [formatted = ''] = await esbuild.formatMessages([message], {
    kind,
    color: false,
    terminalWidth: 110,
  });
  const { file: filename, line, column, length } = location;
  const place = { location: { line, column }, end: { line, column: column + length } };
  return diagnose(code, { text }, { filename, ...place, frame: frameOf(formatted) });
}

/** Whether a message is about a module that was photonized, which reports it itself. */
export function isOfModule({ detail }: esbuild.Message): boolean {
  return isDiagnostic(detail) && detail.filename !== undefined;
}

/** Drops the title and the position, which the diagnostic states itself. */
function frameOf(formatted: string): string {
  return formatted.split('\n').slice(3).join('\n').trimEnd();
}

function isDiagnostic(detail: unknown): detail is Diagnostic {
  if (typeof detail !== 'object' || detail === null) return false;
  return 'code' in detail && 'severity' in detail && 'message' in detail && 'help' in detail;
}
