import { type CrossingKind, type Inspection, type Policy, perPolicy } from '@photonize/transform';
import { addCounts, count, worseFirst } from './counts.js';
import { crossingReports } from './crossings.js';
import { type LinkedState, linkState } from './linked-state.js';
import { ModuleGraph } from './module-graph.js';
import { statePolicy } from './outcome.js';
import type {
  AuditReport,
  ModulePolicy,
  ModuleReport,
  Outcome,
  PackageReport,
  StateReport,
} from './report.js';

/** A module of a function, inspected. */
export interface AuditedModule {
  readonly inspection: Inspection;
  /** The package that it belongs to; `.` for the function's own code. */
  readonly package: string;
  readonly version?: string;
  /** Its part of the bundle. */
  readonly bytes: number;
  /** The packages that it loads from outside of the bundle, and the native addons, as it names them. */
  readonly externals?: readonly string[];
  readonly natives?: readonly string[];
  /** The files that it loads, by the names that it has for them. */
  readonly resolved?: Readonly<Record<string, string>>;
  /** What its evaluation takes, if that was measured. */
  readonly init?: InitCost;
}

/** What the evaluation of a module takes, what it loads left out. */
export interface InitCost {
  readonly ms: number;
  /** Memory that stays in use. */
  readonly bytes: number;
  /** Milliseconds that making each state takes, by its place in the inspection's list. */
  readonly stateMs: Readonly<Record<number, number>>;
}

/** What an audit is of. */
export interface AuditSubject extends Pick<AuditReport, 'entry' | 'policy' | 'photonize'> {
  /** What crosses photons without being state, because options make it private. Default none. */
  readonly owned?: readonly CrossingKind[];
}

/** Makes the report of a function from its modules. */
export function audit(
  modules: readonly AuditedModule[],
  { photonize, entry, policy, owned = [] }: AuditSubject,
): AuditReport {
  const graph = new ModuleGraph(modules, owned);
  const byPackage = Map.groupBy(modules, (module) => `${module.package}@${module.version ?? ''}`);
  const packages = [...byPackage.values()].map((members) => packageReport(members, graph, policy));
  return {
    version: 1,
    photonize,
    entry,
    policy,
    totals: addCounts(packages.map(({ counts }) => counts)),
    packages: packages.sort((a, b) => worseFirst(a.counts[policy], b.counts[policy]) || b.bytes - a.bytes),
  };
}

function packageReport(members: readonly AuditedModule[], graph: ModuleGraph, policy: Policy): PackageReport {
  const [{ package: name = '.', version } = {} as Partial<AuditedModule>] = members;
  const modules = members.map((member) => moduleReport(member, graph, policy));
  return {
    name,
    ...(version !== undefined && { version }),
    bytes: sum(modules.map(({ bytes }) => bytes)),
    ...(members.some(({ init }) => init) && {
      initMs: sum(members.map(({ init }) => init?.ms ?? 0)),
      initBytes: sum(members.map(({ init }) => init?.bytes ?? 0)),
    }),
    counts: addCounts(modules.map(({ counts }) => counts)),
    modules: modules.sort((a, b) => worseFirst(a.counts[policy], b.counts[policy]) || b.bytes - a.bytes),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function moduleReport(module: AuditedModule, graph: ModuleGraph, policy: Policy): ModuleReport {
  const { inspection, bytes, init } = module;
  const { filename, kind, policies } = inspection;
  const state = inspection.state.map((each, index) =>
    stateReport(linkState(each, filename, graph), init?.stateMs[index]),
  );
  const crossings = crossingReports(module, graph.owned);
  const rank = ({ under }: StateReport) => WORST_FIRST.indexOf(under[policy].outcome);
  return {
    file: filename,
    kind,
    bytes,
    ...(init && { initMs: init.ms, initBytes: init.bytes }),
    counts: count(state, crossings),
    policies: perPolicy((each) => modulePolicy(policies[each])),
    state: state.sort((a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column),
    crossings,
  };
}

const WORST_FIRST: readonly Outcome[] = ['leaks', 'mayLeak', 'private', 'pinned', 'harmless'];

function modulePolicy({ isInstance, diagnostics }: Inspection['policies'][Policy]): ModulePolicy {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return {
    isInstance,
    refusals: errors.map(({ code, message, location }) => ({
      code,
      message,
      line: location?.line ?? 0,
      column: (location?.column ?? -1) + 1,
    })),
  };
}

function stateReport(state: LinkedState, initMs: number | undefined): StateReport {
  const { name, kind, line, column, writers } = state;
  return {
    name,
    kind,
    line,
    column: column + 1,
    ...(initMs !== undefined && { initMs }),
    writers: writers.map((writer) => ({ ...writer, column: writer.column + 1 })),
    under: perPolicy((policy) => statePolicy(state, policy)),
  };
}
