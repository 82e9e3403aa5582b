import { relative } from 'node:path';
import { type BindingPlan, type Diagnostic, type ModulePlan, REASONS } from '@photonize/transform';
import type { OutputFile } from './files/write.js';
import { type JsonDiagnostic, toJson } from './json.js';
import { VERSION } from './version.js';

/** What was made of one entry. */
export interface EntryReport {
  readonly entry: string;
  readonly output: string;
  /** The compiler's decision for each binding of each module. */
  readonly modules: readonly ModuleReport[];
}

type ModuleReport = Omit<ModulePlan, 'bindings'> & { readonly bindings: readonly BindingReport[] };

/** A decision, and its reason in words. */
type BindingReport = BindingPlan & { readonly because: string };

/** What --report writes. */
export interface Report {
  /** Of this format. */
  readonly version: 1;
  readonly photonize: string;
  readonly policy: string;
  readonly entries: readonly EntryReport[];
  readonly diagnostics: readonly JsonDiagnostic[];
}

/** One entry that was built, and the plans of its modules. */
export interface Built {
  readonly entry: string;
  readonly output: string;
  readonly modules: readonly ModulePlan[];
}

/** Makes the file that --report asks for; none without a path. */
export function reportFile(
  path: string | undefined,
  policy: string,
  built: readonly Built[],
  diagnostics: readonly Diagnostic[],
): readonly OutputFile[] {
  if (path === undefined) return [];
  const report: Report = {
    version: 1,
    photonize: VERSION,
    policy,
    entries: built.map(reportEntry),
    diagnostics: diagnostics.map(toJson),
  };
  return [{ path, contents: `${JSON.stringify(report, undefined, 2)}\n` }];
}

function reportEntry({ entry, output, modules }: Built): EntryReport {
  return { entry, output: relative('.', output), modules: modules.map(reportModule) };
}

function reportModule({ bindings, ...plan }: ModulePlan): ModuleReport {
  return { ...plan, bindings: bindings.map((binding) => ({ ...binding, because: REASONS[binding.reason] })) };
}

/** How many bindings of `modules` each photon gets for itself. */
export function countIsolated(modules: readonly ModulePlan[]): number {
  return modules.flatMap(({ bindings }) => bindings).filter(({ fate }) => fate === 'isolated').length;
}
