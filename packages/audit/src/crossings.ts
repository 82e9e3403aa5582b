import { CROSSINGS, type Crossing } from '@photonize/transform';
import type { AuditedModule } from './audit.js';
import type { CrossingReport } from './report.js';

/** What of a module crosses photons: its own deeds, and what it loads that the compiler does not see. */
export function crossingReports(module: AuditedModule): CrossingReport[] {
  const { inspection, externals = [], natives = [] } = module;
  const all = [
    ...inspection.crossings,
    ...loadsOf(module, externals, 'external'),
    ...loadsOf(module, natives, 'native'),
  ];
  return all.map(crossingReport).sort((a, b) => Number(b.isState) - Number(a.isState));
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

function crossingReport({ kind, what, isState, places }: Crossing): CrossingReport {
  return {
    kind,
    what,
    because: CROSSINGS[kind],
    isState,
    places: places.map(({ line, column }) => ({ line, column: column + 1 })),
  };
}
