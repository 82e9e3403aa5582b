import type { AuditReport } from '@photonize/audit';
import type { Diagnostic } from '@photonize/transform';
import { diagnose } from '../problems.js';
import { plural } from '../terminal/units.js';

/** What `--fail-on` may say. */
export const FAIL_ON = ['leak', 'may-leak'] as const;

export type FailOn = (typeof FAIL_ON)[number];

/** What is wrong with a function, if it shares what it must not under the policy that is judged. */
export function verdictOf({ totals, policy }: AuditReport, failOn: FailOn | undefined): Diagnostic[] {
  const { leaks, crosses, mayLeak } = totals[policy];
  const parts = [
    ...(leaks > 0 ? [`${plural(leaks, 'state')} that code changes`] : []),
    ...(crosses > 0 ? [`${plural(crosses, 'thing')} outside of modules`] : []),
    ...(failOn === 'may-leak' && mayLeak > 0 ? [`${plural(mayLeak, 'state')} that may be mutable`] : []),
  ];
  if (failOn === undefined || parts.length === 0) return [];
  return [diagnose('PHO9018', { policy, what: new Intl.ListFormat('en').format(parts) })];
}
