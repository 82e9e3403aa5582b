import { GENERATED_NAMES } from '@photonize/runtime/interface';
import { type CodePlace, placeOfCall } from '../analyze/accesses.js';
import type { ModuleFacts } from '../analyze/analyze.js';
import type { EvalCode } from '../analyze/eval.js';
import type { Cell } from './cells.js';
import type { ViewedLoad } from './loads.js';
import { type LookupPlan, planLookups } from './lookups.js';
import type { GeneratedNames } from './names.js';
import { type Candidates, type ParameterPlan, planParameters } from './parameters.js';
import type { SlotAccess } from './slots.js';
import type { RecordSource, RecordUse, SourcedUse } from './targets.js';
import type { WithScope } from './with.js';

/** What is rewritten in one text: that of the file, or the code of an eval. */
export interface CodePlan {
  /** The accesses that are rewritten one by one. */
  readonly accesses: readonly SlotAccess[];
  readonly withScopes: readonly WithScope[];
  readonly loads: readonly ViewedLoad[];
  readonly parameters: ParameterPlan;
  readonly lookups: LookupPlan;
  readonly evals: readonly EvalPlan[];
}

/** The code of an eval that names isolated bindings, or loads modules with state. */
export interface EvalPlan {
  readonly code: EvalCode;
  /** The records that it keeps in variables of its own. */
  readonly records: readonly EvalRecord[];
  readonly cells: readonly Cell[];
  readonly plan: CodePlan;
}

export interface EvalRecord {
  readonly variable: string;
  readonly use: RecordUse;
}

/** What {@link planCode} needs. */
export interface CodePlanInput {
  readonly facts: ModuleFacts;
  readonly names: GeneratedNames;
  readonly accesses: readonly SlotAccess[];
  readonly withScopes: readonly WithScope[];
  readonly cells: readonly Cell[];
  readonly loads: readonly ViewedLoad[];
  /** The functions that can be given records. */
  readonly candidates: Candidates;
  /** Whether code of an eval runs at root alone, in its place: functions in it must not capture a record. */
  readonly runsInPlace: (place: CodePlace) => boolean;
}

/** Plans the rewriting of the file, and of the code in it. */
export function planCode(input: CodePlanInput): CodePlan {
  return planText(undefined, input, (source) => source);
}

/** @param sourceOf how the text reaches a record of the file */
function planText(
  text: EvalCode | undefined,
  input: CodePlanInput,
  sourceOf: (source: RecordSource) => RecordSource,
): CodePlan {
  const inText = <T extends { readonly code: EvalCode | undefined }>(all: readonly T[]) =>
    all.filter(({ code }) => code === text);
  const accesses = input.accesses.filter(({ access }) => access.code === text);
  const withScopes = inText(input.withScopes);
  const loads = inText(input.loads);
  const uses: SourcedUse[] = [
    ...accesses.map(({ access: use, source }) => ({ use, source: sourceOf(source) })),
    ...withScopes.flatMap(({ use, source }) => (use ? [{ use, source: sourceOf(source) }] : [])),
  ];
  const evals = input.facts.evals.codes
    .filter(({ host }) => host === text)
    .flatMap((code) => planEval(code, input, sourceOf, uses));
  const parameters = planParameters(uses, input.candidates);
  const all = [...uses, ...parameters.calls.flatMap(({ records }) => records)];
  const lookups = planLookups(all, parameters.functions);
  return { accesses, withScopes, loads, evals, parameters, lookups };
}

/** @param uses takes the places where the calls need records */
function planEval(
  code: EvalCode,
  input: CodePlanInput,
  sourceOf: (source: RecordSource) => RecordSource,
  uses: SourcedUse[],
): EvalPlan[] {
  const records: EvalRecord[] = [];
  const use = placeOfCall(code, input.facts.activations);
  const inPlace = input.runsInPlace(use);
  const inner = new Map<RecordSource, RecordSource>();
  for (const source of sourcesIn(code, input)) {
    const outer = sourceOf(source);
    const variable = inPlace ? undefined : input.names.fresh(GENERATED_NAMES.record);
    inner.set(source, { ...outer, topLevel: () => variable ?? outer.lookup(), given: () => variable });
    if (variable === undefined) continue;
    records.push({ variable, use });
    uses.push({ use, source: outer });
  }
  const cells = input.cells.filter(({ hiding }) => hiding.code === code);
  const declares = input.cells.some(({ hiding }) => isCodeIn(hiding.code, code));
  const loadsState = input.loads.some((load) => isCodeIn(load.code, code));
  if (inner.size === 0 && !declares && !loadsState) return [];
  return [{ code, records, cells, plan: planText(code, input, (source) => inner.get(source) ?? source) }];
}

function sourcesIn(code: EvalCode, { accesses, withScopes }: CodePlanInput): Set<RecordSource> {
  return new Set([
    ...accesses.filter(({ access }) => isCodeIn(access.code, code)).map(({ source }) => source),
    ...withScopes.filter((scope) => isCodeIn(scope.code, code)).map(({ source }) => source),
  ]);
}

function isCodeIn(code: EvalCode | undefined, outer: EvalCode): boolean {
  return code === outer || (code !== undefined && isCodeIn(code.host, outer));
}
