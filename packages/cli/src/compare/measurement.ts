/** One way to run the events: what was answered, and what it took. */
export interface Measurement {
  /** The answers as JSON, by event. */
  readonly answers: readonly string[];
  readonly wallMs: number;
  /** User and system time of all processes, from their start. */
  readonly cpuMs: number;
  /** Bytes. */
  readonly peakMemory: number;
  /** Bytes for each invocation in flight beside the first; nothing where there was only one. */
  readonly extraMemory?: number;
  /** Why the one process ended before it had answered all events, and what it printed last. */
  readonly crash?: string;
}

/** What is run. */
export interface Workload {
  readonly handler: string;
  readonly events: readonly unknown[];
  readonly concurrency: number;
}

/** Shares the growth from one invocation to `count` among those beyond the first. */
export function perExtra(growth: number, count: number): { extraMemory?: number } {
  return count > 1 ? { extraMemory: Math.max(0, growth) / (count - 1) } : {};
}
