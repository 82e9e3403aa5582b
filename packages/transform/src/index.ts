import { analyze } from './analyze/analyze.js';
import { findDependencies, findPatterns } from './analyze/imports.js';
import { Collector } from './diagnostics/collector.js';
import type { Diagnostic } from './diagnostics/diagnostic.js';
import { effectivePolicy, resolveOptions, type TransformOptions } from './options.js';
import { parse } from './parse/parse.js';
import { reportPhotonized } from './parse/suitable.js';
import { choiceOf, decide } from './plan/decide.js';
import type { ModulePlan } from './plan/plan.js';
import type { SourceMap } from './rewrite/print.js';
import { rewrite } from './rewrite/rewrite.js';

export type { ModuleRole } from './analyze/bundle/roles.js';
export { CROSSINGS, type Crossing, type CrossingKind } from './analyze/crossings/crossing.js';
export type { Dependency } from './analyze/imports.js';
export type { Writer } from './analyze/keeps/writers.js';
export type { MadeBy } from './analyze/makers/made.js';
export type { Maker } from './analyze/makers/makers.js';
export { ANY, type Demand } from './analyze/uses/demand.js';
export { type Ask, meets } from './analyze/uses/meets.js';
export type { Reference, Shape } from './analyze/uses/shape.js';
export { CODES, type DiagnosticCode } from './diagnostics/codes.js';
export {
  CompileError,
  createDiagnostic,
  type Diagnostic,
  formatDiagnostic,
  type Location,
} from './diagnostics/diagnostic.js';
export { type Explanation, explain } from './diagnostics/explanation.js';
export { suggest } from './diagnostics/suggestion.js';
export {
  type InspectedLoad,
  type InspectedPolicy,
  type InspectedState,
  type Inspection,
  inspect,
  type PolicyOptions,
} from './inspect.js';
export {
  assertAdapter,
  assertKnownOptions,
  assertModulePolicy,
  assertPolicy,
  type ImportedModule,
  type IsolatedExport,
  isolatedExport,
  type ModulePolicy,
  POLICIES,
  type Policy,
  perPolicy,
  type TransformOptions,
} from './options.js';
export type { ModuleKind } from './parse/parse.js';
export { lastUpTo } from './parse/ranges.js';
export { isMarker } from './parse/suitable.js';
export {
  type BindingPlan,
  type Choice,
  type Fate,
  type ModulePlan,
  REASONS,
  type Reason,
  type StateKind,
} from './plan/plan.js';
export type { Verdict } from './plan/verdicts.js';
export { LineTable } from './rewrite/lines.js';
export { GENERATED_SOURCE, type SourceMap } from './rewrite/print.js';
export type { Forward } from './summarize/forwards.js';
export { type IfRead, type ModuleSummary, summarize } from './summarize/summarize.js';

/** What {@link transform} gives. */
export interface TransformResult {
  readonly code: string;
  /** From the result to the input; `null` when nothing changed. */
  readonly map: SourceMap | null;
  readonly plan: ModulePlan;
  /** Warnings. Errors are thrown. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Gives every photon its own copy of a module's state. Pure: no file system, no globals.
 *
 * @param source JavaScript, TypeScript or JSX; the result is in the same language
 * @throws {CompileError} with all errors found; nothing is half-transformed
 */
export function transform(source: string, options: TransformOptions): TransformResult {
  const requested = resolveOptions(options);
  const file = parse(source, requested.filename, requested.sourceType);
  const resolved = effectivePolicy(requested, file);
  const collector = new Collector(resolved.filename, source);
  reportPhotonized(file, collector);
  const facts = analyze(file, resolved);
  const decisions = decide(facts, resolved, collector);
  collector.throwIfErrors();
  const rewritten = rewrite(decisions);
  const plan: ModulePlan = {
    filename: resolved.filename,
    kind: file.kind,
    policy: resolved.policy,
    choice: choiceOf(decisions),
    bindings: decisions.bindingPlans,
    uses: facts.imports.bindings.map(({ specifier, exported }) => `${specifier}#${exported}`),
    loads: [...new Set(findDependencies(facts.names, facts.evals).map(({ specifier }) => specifier))],
    loadsByPattern: findPatterns(facts.names),
    changed: rewritten !== undefined,
  };
  return {
    code: rewritten?.code ?? source,
    map: rewritten?.map ?? null,
    plan,
    diagnostics: collector.diagnostics,
  };
}
