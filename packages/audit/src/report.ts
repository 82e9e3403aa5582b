import type { CrossingKind, Fate, ModuleKind, Policy, StateKind, Writer } from '@photonize/transform';

/** What an audit found: the report that `--json` writes. New properties may be added. */
export interface AuditReport {
  /** Of this format. */
  readonly version: 1;
  readonly photonize: string;
  readonly entry: string;
  /** The policy that is judged; what the others do is told of each state. */
  readonly policy: Policy;
  readonly totals: Readonly<Record<Policy, Counts>>;
  /** Worst first, under the policy that is judged. */
  readonly packages: readonly PackageReport[];
}

/** What photons share under a policy, and what they do not. */
export interface Counts {
  /** State that is shared although code changes it. */
  readonly leaks: number;
  /** What crosses photons, whatever the policy, and can carry something along. */
  readonly crosses: number;
  /** State that is shared although it may be mutable: no code is seen to change it. */
  readonly mayLeak: number;
  readonly private: number;
  /** State that is shared because somebody said so. */
  readonly pinned: number;
}

/** A package, or the function's own code. */
export interface PackageReport {
  /** `.` is the function's own code. */
  readonly name: string;
  readonly version?: string;
  /** Its part of the bundle. */
  readonly bytes: number;
  /** Milliseconds that its modules take to be evaluated, and bytes that stay in use then, if that was measured. */
  readonly initMs?: number;
  readonly initBytes?: number;
  readonly counts: Readonly<Record<Policy, Counts>>;
  /** Worst first. */
  readonly modules: readonly ModuleReport[];
}

/** A module, and what it keeps. */
export interface ModuleReport {
  readonly file: string;
  readonly kind: ModuleKind;
  /** Its part of the bundle. */
  readonly bytes: number;
  /** Milliseconds that it takes to be evaluated, and bytes that stay in use then, what it loads left out, if measured. */
  readonly initMs?: number;
  readonly initBytes?: number;
  readonly counts: Readonly<Record<Policy, Counts>>;
  readonly policies: Readonly<Record<Policy, ModulePolicy>>;
  /** Worst first. */
  readonly state: readonly StateReport[];
  /** What crosses photons, whatever the policy; worst first. */
  readonly crossings: readonly CrossingReport[];
}

/** Something that crosses photons. Lines and columns are from 1. */
export interface CrossingReport {
  readonly kind: CrossingKind;
  /** What is written, added to, called or loaded. */
  readonly what: string;
  readonly because: string;
  /** Whether it can carry anything from one invocation to another. */
  readonly isState: boolean;
  readonly places: readonly { readonly line: number; readonly column: number }[];
}

/** What a policy does with a module as a whole. */
export interface ModulePolicy {
  /** Whether each photon evaluates it for itself. */
  readonly isInstance: boolean;
  /** Why it cannot be photonized. */
  readonly refusals: readonly Refusal[];
}

/** An error that the compiler reports. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** Something that a module keeps. Lines and columns are from 1. */
export interface StateReport {
  readonly name: string;
  readonly kind: StateKind;
  readonly line: number;
  readonly column: number;
  /** Milliseconds that making it takes, if that was measured and it is made by one expression. */
  readonly initMs?: number;
  /** The code that changes it after the module has been evaluated, as far as one can see. */
  readonly writers: readonly WriterReport[];
  readonly under: Readonly<Record<Policy, StatePolicy>>;
}

/** Code that changes a state. */
export interface WriterReport extends Writer {
  /** The file that it is in, where that is not the state's: what another module makes, that module changes. */
  readonly file?: string;
}

/** What a policy does with a state, and why. */
export interface StatePolicy {
  readonly fate: Fate;
  readonly reason: string;
  /** The reason in words. */
  readonly because: string;
  readonly outcome: Outcome;
}

/** What it comes to. `harmless` is shared, and nobody could tell. */
export type Outcome = 'leaks' | 'mayLeak' | 'private' | 'pinned' | 'harmless';
