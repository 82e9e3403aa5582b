import type { Dependency, ImportedModule, IsolatedExport, ModuleSummary } from '@photonize/transform';
import type { Pending, Run } from './steps.js';

/** A module graph under construction. Everything is asked of the host once. */
export interface Graph {
  readonly run: Run;
  /** Whether the files come from a bundler. */
  readonly finished: boolean;
  /** The summary of a file by its own text. */
  ownSummary(path: string): Pending<ModuleSummary>;
  /** The summary of a file. Of a bundle's files, the others tell which modules it holds. */
  summary(path: string): Pending<ModuleSummary>;
  /** Of which files it is known whether they reach isolated state. */
  readonly reach: Map<string, boolean>;
  resolve(dependency: Dependency, importer: string): Pending<string | undefined>;
  isolatedExports(path: string): Pending<Record<string, IsolatedExport>>;
  imports(path: string): Pending<Record<string, ImportedModule>>;
}
