import { type Inspection, POLICIES, type Policy, perPolicy } from '@photonize/transform';
import type { AuditedModule } from './audit.js';
import type { AuditReport, ModuleReport, Outcome, StateReport } from './report.js';

/** What the page shows: the report, and the texts of the modules that keep something. */
export interface PageData {
  readonly report: AuditReport;
  readonly sources: Readonly<Record<string, PageSource>>;
}

/** The text of a module, with its bindings. */
export interface PageSource {
  readonly text: string;
  readonly bindings: readonly PageBinding[];
}

/** A binding where it is declared. Line and column are from 1. */
export interface PageBinding {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly outcomes: Readonly<Record<Policy, Outcome>>;
}

/** A module with its text. */
export interface ModuleWithCode extends AuditedModule {
  readonly code: string;
}

/** Gathers what the page shows. */
export function pageData(report: AuditReport, modules: readonly ModuleWithCode[]): PageData {
  const byFile = new Map(modules.map((module) => [module.inspection.filename, module]));
  const reports = report.packages.flatMap((each) => each.modules);
  const sources = reports.filter(isShownBy(reports)).flatMap(({ file, state }) => {
    const module = byFile.get(file);
    return module
      ? [[file, { text: module.code, bindings: bindingsOf(module.inspection, state) }] as const]
      : [];
  });
  return { report, sources: Object.fromEntries(sources) };
}

/** Whether something leads to the text of a module: it keeps something, or changes what it has made for another. */
function isShownBy(reports: readonly ModuleReport[]): (module: ModuleReport) => boolean {
  const writers = reports.flatMap(({ state }) => state.flatMap((each) => each.writers));
  const changing = new Set(writers.map(({ file }) => file));
  return ({ file, state, crossings, policies }) =>
    state.length + crossings.length > 0 ||
    changing.has(file) ||
    Object.values(policies).some(({ refusals }) => refusals.length > 0);
}

/** All bindings of a module: those that keep nothing are shared, and nobody could tell. */
function bindingsOf({ policies }: Inspection, state: readonly StateReport[]): PageBinding[] {
  const found = new Map<string, PageBinding>();
  for (const { name, line, column, fate } of POLICIES.flatMap((policy) => policies[policy].bindings)) {
    const outcome: Outcome = fate === 'isolated' ? 'private' : 'harmless';
    const binding = { name, line, column: column + 1, outcomes: perPolicy(() => outcome) };
    if (!found.has(`${line}:${column + 1}`)) found.set(`${line}:${column + 1}`, binding);
  }
  for (const { name, line, column, under } of state)
    found.set(`${line}:${column}`, {
      name,
      line,
      column,
      outcomes: perPolicy((policy) => under[policy].outcome),
    });
  return [...found.values()];
}
