import type { Dependency, IsolatedExport, ModuleSummary } from '@photonize/transform';
import type { Pending, Run } from './steps.js';

/** A module graph under construction: one for each build. Everything is asked of the host once. */
export interface Graph {
  readonly run: Run;
  summary(path: string): Pending<ModuleSummary>;
  resolve(dependency: Dependency, importer: string): Pending<string | undefined>;
  isolatedExports(path: string): Pending<Record<string, IsolatedExport>>;
}
