import type { BuildFailure } from 'esbuild';

/** Whether `error` is what esbuild throws when a build fails. */
export function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}
