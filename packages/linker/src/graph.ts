import type { Dependency, IsolatedExport, ModuleSummary } from '@photonize/transform';

/** A module graph under construction: one for each build. */
export interface Graph {
  summary(path: string): Promise<ModuleSummary>;
  resolve(dependency: Dependency, importer: string): Promise<string | undefined>;
  isolatedExports(path: string): Promise<Record<string, IsolatedExport>>;
}
