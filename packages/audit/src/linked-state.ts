import { type Fate, type InspectedState, type Policy, perPolicy, type Verdict } from '@photonize/transform';
import type { ModuleGraph } from './module-graph.js';
import type { WriterReport } from './report.js';

/** A state, with what the other modules of the function tell of it. */
export interface LinkedState extends Omit<InspectedState, 'writers'> {
  readonly writers: readonly WriterReport[];
}

/** Adds to a state what only other modules tell. */
export function linkState(state: InspectedState, file: string, graph: ModuleGraph): LinkedState {
  if (state.madeBy && state.writers.length === 0)
    return { ...state, writers: writersByMaker(state, file, graph) };
  return state.from
    ? { ...state, under: perPolicy((policy) => importVerdict(state, policy, file, graph)) }
    : state;
}

/**
 * What another module has made changes where that module changes it; what a class has made, if one of its changing
 * methods is called.
 */
function writersByMaker(
  { madeBy }: InspectedState,
  file: string,
  graph: ModuleGraph,
): readonly WriterReport[] {
  if (madeBy === undefined) return [];
  for (const origin of graph.originsOf(file, madeBy.specifier, madeBy.exported)) {
    const maker = origin.inspection.makers.find(({ exported }) => exported === origin.exported);
    if (maker === undefined) continue;
    const { methods, writers } = maker;
    const isChanged =
      methods === undefined || madeBy.used.some((used) => used === '*' || methods.includes(used));
    return isChanged ? writers.map((writer) => ({ ...writer, file: origin.file })) : [];
  }
  return [];
}

/** Properties of an import that the module which has them keeps for each photon are that photon's. */
function importVerdict(state: InspectedState, policy: Policy, file: string, graph: ModuleGraph): Verdict {
  const own = state.under[policy];
  const { from, writers } = state;
  if (own.fate === 'isolated' || from === undefined) return own;
  const fates = writers.map(
    ({ property }) => property && fateOfProperty(property, from, policy, file, graph),
  );
  return fates.every((fate) => fate === 'isolated') ? { fate: 'isolated', reason: own.reason } : own;
}

function fateOfProperty(
  property: string,
  from: NonNullable<InspectedState['from']>,
  policy: Policy,
  file: string,
  graph: ModuleGraph,
): Fate | undefined {
  for (const { inspection } of graph.originsOf(file, from.specifier, from.exported)) {
    const kept = inspection.state.find(
      ({ kind, name }) => (kind === 'static' || kind === 'property') && name.endsWith(`.${property}`),
    );
    if (kept) return kept.under[policy].fate;
  }
  return undefined;
}
