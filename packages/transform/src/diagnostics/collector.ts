import type { Comment, Node } from '@babel/types';
import type { DiagnosticCode } from './codes.js';
import { CompileError, createDiagnostic, type Diagnostic, type Location } from './diagnostic.js';

type Located = Pick<Node | Comment, 'loc'>;

/** Gathers the diagnostics of one file, so that a run reports all of them. */
export class Collector {
  readonly #found: Diagnostic[] = [];
  readonly #filename: string;
  readonly #source: string;

  constructor(filename: string, source: string) {
    this.#filename = filename;
    this.#source = source;
  }

  /** Reports a problem at `place`: a node or a comment. */
  report(
    code: DiagnosticCode,
    place: Located | undefined,
    details: Readonly<Record<string, string>> = {},
  ): void {
    const range = place?.loc ? { start: place.loc.start, end: place.loc.end } : {};
    this.#found.push(
      createDiagnostic(code, details, { filename: this.#filename, source: this.#source, ...range }),
    );
  }

  /** What was reported, in the order of the source, and one for each place. */
  get diagnostics(): Diagnostic[] {
    return inOrder(this.#found);
  }

  /** @throws {CompileError} when an error was reported */
  throwIfErrors(): void {
    const errors = this.diagnostics.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw new CompileError(errors);
  }
}

/** Diagnostics in the order of the source, and one for each place. */
export function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const byPlace = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const { severity, location } = diagnostic;
    const key = `${severity} ${location?.line}:${location?.column}`;
    if (!byPlace.has(key)) byPlace.set(key, diagnostic);
  }
  return [...byPlace.values()].sort((a, b) => compareLocations(a.location, b.location));
}

function compareLocations(a?: Location, b?: Location): number {
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
}
