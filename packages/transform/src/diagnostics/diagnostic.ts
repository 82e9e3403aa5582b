import { codeFrameColumns } from '@babel/code-frame';
import { CODES, type DiagnosticCode } from './codes.js';
import { explain, type Severity } from './explanation.js';

/** A position in a source text: line from 1, column from 0, in UTF-16 code units. */
export interface Location {
  readonly line: number;
  readonly column: number;
}

/** A problem, where it is, and the way out. Plain data. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help: string;
  readonly filename?: string;
  readonly location?: Location;
  /** Where the stretch ends, exclusively. */
  readonly end?: Location;
  /** The lines around the location, with a marker. */
  readonly frame?: string;
}

/** Where a diagnostic points: a stretch of a file's source. */
export interface SourcePlace {
  readonly filename: string;
  readonly source: string;
  readonly start?: Location;
  readonly end?: Location;
}

/**
 * Fills in a problem's message and frame.
 * @param details values for the `{name}`s of the message and the help
 */
export function createDiagnostic(
  code: DiagnosticCode,
  details: Readonly<Record<string, string>>,
  place?: SourcePlace,
): Diagnostic {
  return {
    code,
    ...explain(CODES[code], details),
    ...(place && { filename: place.filename }),
    ...(place?.start && {
      location: plainLocation(place.start),
      ...(place.end && { end: plainLocation(place.end) }),
      frame: frameOf(place.source, place.start, place.end),
    }),
  };
}

/** Without what a parser adds. */
function plainLocation({ line, column }: Location): Location {
  return { line, column };
}

/** Lines longer than this are minified code: a frame would be a page of it. */
const LONGEST_FRAMED_LINE = 500;

function frameOf(source: string, start: Location, end?: Location): string {
  const lines = source.split(/\r\n|[\n\r\u2028\u2029]/);
  const line = lines[start.line - 1] ?? '';
  const shown = lines.slice(Math.max(0, start.line - 3), start.line + 3);
  if (shown.some(({ length }) => length > LONGEST_FRAMED_LINE)) return excerpt(line, start);
  return codeFrameColumns(source, end && end.line === start.line ? { start, end } : { start });
}

function excerpt(line: string, { line: number, column }: Location): string {
  const from = Math.max(0, column - 40);
  const label = `> ${number} | `;
  return `${label}…${line.slice(from, column + 40)}…\n${' '.repeat(label.length - 2)}| ${' '.repeat(column - from + 1)}^`;
}

/** Thrown by the compiler when an error was found. Nothing was compiled. Its name is SyntaxError where that is all. */
export class CompileError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((diagnostic) => formatDiagnostic(diagnostic)).join('\n\n'));
    this.name = diagnostics.every(({ code }) => code === 'PHO1001') ? 'SyntaxError' : 'CompileError';
    this.diagnostics = diagnostics;
  }

  /** The code of the first error. */
  get code(): string | undefined {
    return this.diagnostics.find(({ severity }) => severity === 'error')?.code;
  }
}

/**
 * Prints a diagnostic as `file:line:column: error PHO1234: message`, its frame and its help.
 * @param options `color`: with ANSI colours
 */
export function formatDiagnostic(diagnostic: Diagnostic, { color = false } = {}): string {
  const paint = (style: number, text: string) => (color ? `\u001b[${style}m${text}\u001b[39m` : text);
  const { code, severity, message, help, filename, location, frame } = diagnostic;
  const where = [filename, location?.line, location && location.column + 1].filter(
    (part) => part !== undefined,
  );
  const title = paint(severity === 'error' ? 31 : 33, `${severity} ${code}`);
  const head = `${where.length > 0 ? `${where.join(':')}: ` : ''}${title}: ${message}`;
  return [head, frame, `${paint(36, 'help')}: ${help}`].filter((part) => part !== undefined).join('\n');
}
