import type { Diagnostic } from '@photonize/transform';
import { shortPath } from './files/path.js';

/** A diagnostic as `--json` prints it, one on each line of stderr. New properties may be added. */
export interface JsonDiagnostic {
  /** Stable: `PHO` and four digits. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** The way out. */
  readonly help: string;
  /** The path of the file, relative to the working directory if it is in there. */
  readonly file?: string;
  readonly start?: JsonPosition;
  /** Exclusive. */
  readonly end?: JsonPosition;
  /** Where the code is explained, in the repository of photonize. */
  readonly docs: string;
}

/** Both from 1; columns in UTF-16 code units. */
export interface JsonPosition {
  readonly line: number;
  readonly column: number;
}

/** The form of a diagnostic for other programs. */
export function toJson({
  code,
  severity,
  message,
  help,
  filename,
  location,
  end,
}: Diagnostic): JsonDiagnostic {
  return {
    code,
    severity,
    message,
    help,
    ...(filename !== undefined && { file: shortPath(filename) }),
    ...(location && { start: positionOf(location) }),
    ...(end && { end: positionOf(end) }),
    docs: `docs/diagnostics.md#${code.toLowerCase()}`,
  };
}

function positionOf({ line, column }: { line: number; column: number }): JsonPosition {
  return { line, column: column + 1 };
}
