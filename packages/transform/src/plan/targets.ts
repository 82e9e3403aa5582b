import type { NodePath } from '@babel/traverse';
import type { Activation } from '../analyze/activation.js';

/** A place in the code that needs a record. */
export interface RecordUse {
  readonly path: NodePath;
  /** The activation whose code it is, `undefined` at top level. */
  readonly activation: Activation | undefined;
}

/** A module whose record an access needs: the file's own, one of its wrappers', or an imported one. */
export interface RecordSource {
  /**
   * The `index`th record variable of an activation at `depth`. Nested activations need names of their own,
   * and generators need several.
   */
  readonly variable: (depth: number, index: number) => string;
  /** A lookup; `captured` is the variable of the activation around it. */
  readonly lookup: (captured?: string) => string;
  /** The record for code at top level. */
  readonly topLevel: (path: NodePath) => string;
  /** The record that a step is given, where `path` is inside one: closures made there capture it. */
  readonly given: (path: NodePath) => string | undefined;
}

/** A use together with the record it needs. */
export interface SourcedUse {
  readonly use: RecordUse;
  readonly source: RecordSource;
}

/** What a function of top-level code calls the record that it is given. */
export function parameterName({ variable }: RecordSource): string {
  return variable(0, 0);
}
