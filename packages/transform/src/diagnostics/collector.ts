import type { Node } from '@babel/types';
import type { DiagnosticCode } from './codes.js';
import { CompileError, createDiagnostic, type Diagnostic } from './diagnostic.js';

/** Gathers the diagnostics of one file, so that a run reports all of them. */
export class Collector {
  readonly diagnostics: Diagnostic[] = [];
  readonly #filename: string;
  readonly #source: string;

  constructor(filename: string, source: string) {
    this.#filename = filename;
    this.#source = source;
  }

  /** Reports a problem at `node`. */
  report(code: DiagnosticCode, node: Node | undefined, details: Readonly<Record<string, string>> = {}): void {
    const range = node?.loc ? { start: node.loc.start, end: node.loc.end } : {};
    this.diagnostics.push(
      createDiagnostic(code, details, { filename: this.#filename, source: this.#source, ...range }),
    );
  }

  /** @throws {CompileError} when an error was reported */
  throwIfErrors(): void {
    const errors = this.diagnostics.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw new CompileError(errors);
  }
}
