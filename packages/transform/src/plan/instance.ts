import type { Unit } from '../analyze/unit.js';
import type { Collector } from '../diagnostics/collector.js';
import type { ResolvedOptions } from '../options.js';
import { modulePins } from '../parse/directives.js';
import type { ParsedFile } from '../parse/parse.js';

/**
/**
 * Whether each photon evaluates a module for itself (semantics, "Policies"): a CommonJS module that is pinned so, or under
 * policy `strict`, because anybody may change its exports object and its state hides in closures as a rule. Pure ones
 * are not.
 */
export function isInstance(
  { kind }: Pick<Unit, 'kind'>,
  { policy, finished, importersRead }: ResolvedOptions,
): boolean {
  if (kind !== 'commonjs' || finished) return false;
  return policy === 'instance' || (policy === 'strict' && !importersRead);
}

/** Reports a policy that cannot be kept: instances are reached by `require`, and ES modules are evaluated once. */
export function reportPolicy(
  file: ParsedFile,
  { policy, bundled }: ResolvedOptions,
  collector: Collector,
): void {
  const place = modulePins(file.ast)[0]?.comment ?? file.ast.program;
  if (policy !== 'strict' && policy !== 'instance') return;
  if (!bundled) collector.report('PHO1011', place, { policy });
  else if (policy === 'instance' && file.kind !== 'commonjs') collector.report('PHO1013', place);
}
