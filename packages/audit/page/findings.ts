import type { PageData } from '../src/page-data.js';
import type { ModuleReport, PackageReport, StateReport } from '../src/report.js';

export type Policy = 'bindings' | 'strict' | 'shared';
export type Shown = 'refused' | 'leaks' | 'crosses' | 'mayLeak' | 'private' | 'pinned' | 'harmless';

/** A place in a file. */
interface Spot {
  readonly line: number;
  readonly column: number;
}

/** A row of the list: a state, or something that crosses photons. */
export interface Finding extends Spot {
  readonly package: string;
  readonly file: string;
  readonly name: string;
  readonly kind: string;
  readonly outcomes: Readonly<Record<Policy, Shown>>;
  readonly because: Readonly<Record<Policy, string>>;
  /** Where it is changed, and how. */
  readonly changes: readonly (Spot & { readonly file: string; readonly how: string })[];
}

/** The outcomes, worst first, with their titles. */
export const OUTCOMES: Readonly<Record<Shown, string>> = {
  refused: 'refused',
  leaks: 'leaks',
  crosses: 'crosses anyway',
  mayLeak: 'may leak',
  private: 'private',
  pinned: 'shared on purpose',
  harmless: 'harmless',
};

const VERBS: Readonly<Record<string, string>> = {
  assigns: 'assigned',
  changes: 'changed',
  deletes: 'deleted from',
};

/** All findings of a report. */
export function findingsIn({ report }: PageData): Finding[] {
  return report.packages.flatMap((each) => each.modules.flatMap((module) => findingsOf(each, module)));
}

function findingsOf({ name }: PackageReport, module: ModuleReport): Finding[] {
  const { file, state, crossings } = module;
  const kept = state.map(
    (each): Finding => ({
      package: name,
      file,
      name: each.name,
      kind: each.kind,
      line: each.line,
      column: each.column,
      outcomes: forEachPolicy((policy) => each.under[policy].outcome),
      because: forEachPolicy((policy) => `${each.under[policy].because}${timeOf(each)}`),
      changes: each.writers.map((writer) => ({ file, ...writer, how: VERBS[writer.how] ?? writer.how })),
    }),
  );
  const crossing = crossings.map((each): Finding => {
    const [first = { line: 1, column: 1 }, ...others] = each.places;
    return {
      package: name,
      file,
      name: each.what,
      kind: each.kind,
      ...first,
      outcomes: forEachPolicy(() => (each.isState ? 'crosses' : 'harmless')),
      because: forEachPolicy(() => each.because),
      changes: others.map((place) => ({ file, how: 'also', ...place })),
    };
  });
  return [...refusalsOf(name, module), ...crossing, ...kept];
}

/** What making a state takes, if that is worth mentioning. */
function timeOf({ initMs = 0 }: StateReport): string {
  return initMs < 1 ? '' : `; making it takes ${Math.round(initMs)} ms`;
}

/** What keeps a module from being photonized, under the policies that cannot. */
function refusalsOf(name: string, { file, policies }: ModuleReport): Finding[] {
  const refusals = Object.values(policies).flatMap((policy) => policy.refusals);
  const byPlace = new Map(refusals.map((refusal) => [`${refusal.line}:${refusal.column}`, refusal]));
  return [...byPlace.values()].map(({ code, message, line, column }) => ({
    package: name,
    file,
    name: code,
    kind: 'error',
    line,
    column,
    outcomes: forEachPolicy((policy) => (policies[policy].refusals.length > 0 ? 'refused' : 'harmless')),
    because: forEachPolicy(() => message),
    changes: [],
  }));
}

function forEachPolicy<T>(make: (policy: Policy) => T): Record<Policy, T> {
  return { bindings: make('bindings'), strict: make('strict'), shared: make('shared') };
}
