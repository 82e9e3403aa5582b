import type { Dependency, ImportedModule, IsolatedExport, ModuleSummary } from '@photonize/transform';
import type { Pending, Run } from './steps.js';

/** A module graph under construction. Everything is asked of the host once. */
export interface Graph {
  readonly run: Run;
  /** Whether the files come from a bundler. */
  readonly finished: boolean;
  /** The files of which all importers are known, and only read what they export. */
  onlyRead(): Pending<ReadonlySet<string>>;
  /** The summary of a file by its own text. */
  ownSummary(path: string): Pending<ModuleSummary>;
  /** The summary of a file, with what others tell: which modules a bundle's file holds, and that importers only read. */
  summary(path: string): Pending<ModuleSummary>;
  /** Of which files it is known whether they reach isolated state. */
  readonly reach: Map<string, boolean>;
  resolve(dependency: Dependency, importer: string): Pending<string | undefined>;
  isolatedExports(path: string): Pending<Record<string, IsolatedExport>>;
  imports(path: string): Pending<Record<string, ImportedModule>>;
}
