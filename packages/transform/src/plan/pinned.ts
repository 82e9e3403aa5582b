import * as t from '@babel/types';
import { type Access, isPlainlyAssigned, topLevelPlace } from '../analyze/accesses.js';
import type { ModuleFacts } from '../analyze/analyze.js';
import { requiredSource } from '../analyze/names.js';
import { allOwn } from '../analyze/own-code.js';
import type { Collector } from '../diagnostics/collector.js';
import { importedModule, type ResolvedOptions } from '../options.js';
import { contains } from '../parse/range.js';
import type { UnitFates } from './fate.js';

/** Code that makes something of isolated state, once for all photons. */
interface Taken {
  readonly node: t.Node;
  readonly state: string;
}

/**
 * Warns of what is pinned as shared, and made from state of which each photon has its own: it keeps root's.
 *
 *     let url = read();
 *     // @photon shared
 *     const pool = new Pool(url);
 *
 * @param accesses all accesses to isolated state, imported state included
 */
export function reportPinned(
  facts: ModuleFacts,
  { policy, imports }: ResolvedOptions,
  fates: readonly UnitFates[],
  accesses: readonly Access[],
  collector: Collector,
): void {
  const read = accesses.filter(
    (access) => topLevelPlace(access, facts.activations) && !isPlainlyAssigned(access.path),
  );
  const takenBy = (code: t.Node): Taken[] => {
    const required = allOwn(code, t.isCallExpression).flatMap((node): Taken[] => {
      const source = requiredSource(node, facts.names);
      const isInstance = importedModule(imports, source)?.instance !== undefined;
      return source !== undefined && isInstance ? [{ node, state: source }] : [];
    });
    const named = read.filter(({ path }) => contains(code, path.node));
    return [...named.map(({ path, binding }) => ({ node: path.node, state: binding.name })), ...required];
  };
  const verdicts = fates.flatMap((each) => [...each.verdicts]).filter(([, { fate }]) => fate === 'shared');
  const report = (name: string, taken: readonly Taken[]) => {
    const firsts = new Map(taken.toReversed().map((each) => [each.state, each.node]));
    for (const [state, node] of firsts) collector.report('PHO3010', node, { name, state });
  };
  if (policy === 'shared') report('this module', takenBy(facts.program.node));
  for (const [{ name, declarators, initialAssignment }, { reason }] of verdicts) {
    if (reason !== 'directive') continue;
    const made = [...declarators.map(({ node }) => node.init), initialAssignment?.right];
    report(
      `\`${name}\``,
      made.flatMap((code) => (code ? takenBy(code) : [])),
    );
  }
}
