import type { Unit } from '../analyze/unit.js';
import type { ResolvedOptions } from '../options.js';

/**
 * Whether each photon evaluates a module for itself (semantics, "Policies"): under policy `strict`, a CommonJS module,
 * whose exports object anybody may change and whose state hides in closures as a rule.
 */
export function isInstance({ kind }: Unit, { policy, finished }: ResolvedOptions): boolean {
  return policy === 'strict' && kind === 'commonjs' && !finished;
}
