import { analyze, type ModuleFacts } from './analyze/analyze.js';
import type { Crossing } from './analyze/crossings/crossing.js';
import { findCrossings } from './analyze/crossings/find.js';
import { locateDependencies } from './analyze/imports.js';
import { Runs } from './analyze/keeps/runs.js';
import { Writers } from './analyze/keeps/writers.js';
import { findMakers, type Maker } from './analyze/makers/makers.js';
import { positionOf } from './analyze/positions.js';
import { Collector } from './diagnostics/collector.js';
import type { Diagnostic } from './diagnostics/diagnostic.js';
import {
  effectivePolicy,
  type ModulePolicy,
  type Policy,
  perPolicy,
  type ResolvedOptions,
  resolveOptions,
  type TransformOptions,
} from './options.js';
import { type ModuleKind, parse } from './parse/parse.js';
import { type Range, rangeOf } from './parse/range.js';
import { type Decisions, decide } from './plan/decide.js';
import { findKept, type KeptState } from './plan/kept-state.js';
import { keptVerdict } from './plan/kept-verdicts.js';
import type { BindingPlan } from './plan/plan.js';
import type { Verdict } from './plan/verdicts.js';
import { exportEntries } from './summarize/exports.js';
import { type Forward, forwardsOf, starsOf } from './summarize/forwards.js';

/** What a module keeps, and what each policy does with it. Plain data. */
export interface Inspection {
  readonly filename: string;
  readonly kind: ModuleKind;
  readonly state: readonly InspectedState[];
  /** What its code does that crosses photons, whatever the policy. */
  readonly crossings: readonly Crossing[];
  /** The modules that it loads by literal specifiers. */
  readonly loads: readonly InspectedLoad[];
  /** The functions and classes that it exports and that make objects which change. */
  readonly makers: readonly Maker[];
  /** The exports of other modules that it passes on, as they are; and those of which it passes on all. */
  readonly forwards: readonly Forward[];
  readonly stars: readonly string[];
  readonly policies: Readonly<Record<Policy, InspectedPolicy>>;
}

/** Something that a module may keep, and what each policy does with it. */
export interface InspectedState extends Omit<KeptState, 'evaluation' | 'initializer'> {
  /** Where the expression stands that makes it. */
  readonly initializer?: Range;
  readonly under: Readonly<Record<Policy, Verdict>>;
}

/** Where a module loads another one. */
export interface InspectedLoad {
  readonly specifier: string;
  readonly line: number;
  readonly column: number;
}

/** What one policy does with a module. */
export interface InspectedPolicy {
  /** The policy, or what the file itself says instead. */
  readonly policy: ModulePolicy;
  /** Whether each photon evaluates the module for itself. */
  readonly isInstance: boolean;
  readonly bindings: readonly BindingPlan[];
  /** What is refused, and what stays shared although it may hold state. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The options under each policy: modules say different things to their importers. */
export type PolicyOptions = Readonly<Record<Policy, TransformOptions>>;

/**
 * Looks at a module without transforming it.
 * @throws {CompileError} for syntax errors and wrong options
 */
export function inspect(source: string, options: PolicyOptions): Inspection {
  const { filename, sourceType } = resolveOptions(options.bindings);
  const file = parse(source, filename, sourceType);
  const resolved = perPolicy((policy) => effectivePolicy(resolveOptions(options[policy]), file));
  const bindings = analyze(file, resolved.bindings);
  const facts = { bindings, strict: analyze(file, resolved.strict), shared: bindings };
  const decided = perPolicy((policy) => decideAbout(facts[policy], resolved[policy]));
  const runs = runsOf(bindings);
  const writers = new Writers(bindings.units[0].unit, runs);
  const state = findKept(bindings, runs, writers, decided.bindings.decisions.bindingPlans).map((kept) =>
    inspectState(kept, decided),
  );
  return {
    filename,
    kind: file.kind,
    state: state.filter(isState),
    crossings: findCrossings(bindings.names, file.kind === 'commonjs', runs),
    loads: locateDependencies(bindings.names).map(({ specifier, node }) => ({
      specifier,
      ...positionOf(node),
    })),
    makers: findMakers(bindings, writers),
    forwards: forwardsOf(bindings.units[0].unit, exportEntries(bindings.program)),
    stars: starsOf(bindings.program),
    policies: perPolicy((policy) => inspectPolicy(decided[policy])),
  };
}

function runsOf({ names, units }: ModuleFacts): Runs {
  return new Runs(
    names,
    units.map(({ unit }) => unit),
  );
}

/** What was decided under a policy, and what was reported. */
interface Decided {
  readonly decisions: Decisions;
  readonly diagnostics: readonly Diagnostic[];
}

function decideAbout(facts: ModuleFacts, options: ResolvedOptions): Decided {
  const collector = new Collector(options.filename, facts.file.source);
  return { decisions: decide(facts, options, collector), diagnostics: collector.diagnostics };
}

function inspectPolicy({ decisions, diagnostics }: Decided): InspectedPolicy {
  const { options, asInstance, bindingPlans } = decisions;
  return { policy: options.policy, isInstance: asInstance, bindings: bindingPlans, diagnostics };
}

function inspectState(kept: KeptState, decided: Readonly<Record<Policy, Decided>>): InspectedState {
  const { evaluation: _, initializer, ...state } = kept;
  return {
    ...state,
    ...(initializer && { initializer: rangeOf(initializer) }),
    under: perPolicy((policy) => keptVerdict(kept, decided[policy].decisions)),
  };
}

/** Whether it is more than a constant, a function, or what another module keeps. */
function isState({ kind, writers, mayChange, under }: InspectedState): boolean {
  if (kind === 'import') return writers.length > 0;
  return mayChange || writers.length > 0 || under.bindings.fate === 'isolated';
}
