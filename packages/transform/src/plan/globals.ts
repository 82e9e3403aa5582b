import type { ModuleFacts } from '../analyze/analyze.js';
import { mayCreateGlobals, usesOfGlobalObject } from '../analyze/global-object.js';
import type { ResolvedOptions } from '../options.js';
import type { Names } from '../scope/names.js';
import type { Occurrence } from '../scope/scope.js';

/** What becomes of a file that may create globals, if they are to be private. */
export interface GlobalsPlan {
  /** Where it names the global object. */
  readonly uses: readonly Occurrence[];
}

/** Whether a file may have globals as state. */
export function hasGlobals(names: Names, { globals, policy }: ResolvedOptions): boolean {
  return globals && policy !== 'shared' && mayCreateGlobals(names);
}

/** Decides about the globals of a file; `undefined` where they stay the process's, or it creates none. */
export function planGlobals({ names }: ModuleFacts, options: ResolvedOptions): GlobalsPlan | undefined {
  return hasGlobals(names, options) ? { uses: usesOfGlobalObject(names) } : undefined;
}
