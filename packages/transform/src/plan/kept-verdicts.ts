import { positionOf } from '../analyze/positions.js';
import { closureVerdict } from './closures.js';
import type { Decisions } from './decide.js';
import type { KeptState } from './kept-state.js';
import { isolated, shared, type Verdict } from './verdicts.js';

/** What the decisions about a file say of something that it may keep. */
export function keptVerdict(kept: KeptState, decisions: Decisions): Verdict {
  const { options, asInstance, fates } = decisions;
  if (asInstance) return isolated('instance');
  if (options.policy === 'shared') return shared('policy');
  if (kept.kind === 'default') return defaultVerdict(decisions);
  if (kept.kind === 'import' && isImportedState(kept, decisions)) return isolated('import');
  const plan = decisions.bindingPlans.find((each) => isSame(each, kept));
  if (plan) return { fate: plan.fate, reason: plan.reason };
  return kept.evaluation ? closureVerdict(kept.evaluation, fates) : shared('exportsObject');
}

function defaultVerdict({ facts: { file }, fates }: Decisions): Verdict {
  if (fates.some(({ isolatesDefault }) => isolatesDefault)) return isolated('mutable');
  return shared(file.kind === 'commonjs' ? 'exportsObject' : 'const');
}

/** Whether an import stands for state of which each photon has its own. */
function isImportedState(kept: KeptState, { facts: { imports } }: Decisions): boolean {
  return [...imports.bindings, ...imports.namespaces].some(({ binding }) =>
    isSame({ name: binding.name, ...positionOf(binding.identifier) }, kept),
  );
}

type Named = Pick<KeptState, 'name' | 'line' | 'column'>;

function isSame(a: Named, b: Named): boolean {
  return a.name === b.name && a.line === b.line && a.column === b.column;
}
