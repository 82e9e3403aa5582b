import { CROSSINGS, type Crossing, type CrossingKind } from '@photonize/transform';
import type { AuditedModule } from './audit.js';
import type { CrossingReport } from './report.js';

/** What of a module crosses photons: its own deeds, and what it loads that the compiler does not see. */
export function crossingReports(module: AuditedModule, owned: readonly CrossingKind[]): CrossingReport[] {
  const { inspection, externals = [], natives = [] } = module;
  const all = [
    ...inspection.crossings,
    ...loadsOf(module, externals, 'external'),
    ...loadsOf(module, natives, 'native'),
  ];
  const reports = all.map((crossing) => crossingReport(crossing, owned.includes(crossing.kind)));
  return reports.sort((a, b) => Number(b.isState) - Number(a.isState));
}

/** Nobody knows what is loaded from outside of the bundle. */
function loadsOf(
  { inspection }: AuditedModule,
  specifiers: readonly string[],
  kind: 'external' | 'native',
): Crossing[] {
  return specifiers.map((what) => ({
    kind,
    what,
    isState: false,
    places: inspection.loads.filter(({ specifier }) => specifier === what),
  }));
}

function crossingReport({ kind, what, isState, places }: Crossing, isOwned: boolean): CrossingReport {
  return {
    kind,
    what,
    because: isOwned ? 'an option makes it private' : CROSSINGS[kind],
    isState: isState && !isOwned,
    places: places.map(({ line, column }) => ({ line, column: column + 1 })),
  };
}
