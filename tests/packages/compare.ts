import { type Mode, type Outcome, runTests, type Status } from './runners/run.ts';
import type { Suite } from './suites.ts';
import { prepare, type Workspace } from './workspace.ts';

/** One run of a suite, compared to that of the package as it is. */
export interface Run {
  readonly label: string;
  readonly counts: Readonly<Record<Status, number>>;
  readonly seconds: number;
  readonly differences: readonly Difference[];
}

/** A test that ended otherwise. */
interface Difference {
  readonly test: string;
  readonly expected: Status | undefined;
  readonly got: Status | undefined;
  readonly error: string | undefined;
}

/** What came of a suite. */
export interface SuiteReport {
  readonly name: string;
  readonly repository: string;
  readonly commit: string;
  readonly changed: number;
  readonly isolated: number;
  readonly runs: readonly Run[];
}

const RUNS: readonly (readonly [label: string, copy: 'plain' | 'photonized', mode: Mode])[] = [
  ['as it is', 'plain', 'root'],
  ['photonized', 'photonized', 'root'],
  ['in photons', 'photonized', 'photon'],
  ['in photons that load it', 'photonized', 'loading photon'],
];

/** Runs a suite in all ways. The first one tells what the others should give. */
export async function compareSuite(suite: Suite, checkout: string, folder: string): Promise<SuiteReport> {
  const workspace = await prepare(suite, checkout, folder);
  const { name, repository, commit } = suite;
  const { changed, isolated } = workspace;
  return { name, repository, commit, changed, isolated, runs: await runAll(suite, workspace) };
}

async function runAll(suite: Suite, workspace: Workspace): Promise<Run[]> {
  const runs: Run[] = [];
  let expected: Outcome | undefined;
  for (const [label, copy, mode] of RUNS) {
    const start = Date.now();
    const outcome = withoutTimed(await runTests(suite, workspace[copy], mode), suite);
    expected ??= outcome;
    const seconds = Math.round((Date.now() - start) / 100) / 10;
    runs.push({ label, counts: count(outcome), seconds, differences: differences(expected, outcome) });
  }
  return runs;
}

function withoutTimed(outcome: Outcome, { timed }: Suite): Outcome {
  return timed ? new Map([...outcome].filter(([name]) => !timed.test(name))) : outcome;
}

function count(outcome: Outcome): Record<Status, number> {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { status } of outcome.values()) counts[status]++;
  return counts;
}

function differences(expected: Outcome, actual: Outcome): Difference[] {
  const tests = [...new Set([...expected.keys(), ...actual.keys()])];
  return tests.flatMap((test) => {
    const [before, after] = [expected.get(test), actual.get(test)];
    if (before?.status === after?.status) return [];
    return [{ test, expected: before?.status, got: after?.status, error: after?.error }];
  });
}
