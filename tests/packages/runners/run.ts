import type { RunnerName, Suite } from '../suites.ts';
import { runJest } from './jest.ts';
import { runNodeTest } from './node-test.ts';
import { runQUnit } from './qunit.ts';
import { runScript } from './script.ts';
import { runVitest } from './vitest.ts';

/** How one test ended. */
export type Status = 'passed' | 'failed' | 'skipped';

/** How the tests of a package ended, by name; names that occur again are numbered. */
export type Outcome = ReadonlyMap<string, { readonly status: Status; readonly error?: string }>;

/**
 * How a test file is run, in a process of its own: outside photons, or as a photon; which finds the package loaded,
 * as all photons but the first do, or loads it.
 */
export type Mode = 'root' | 'photon' | 'loading photon';

/** Runs the tests in a copy of the package. */
export type Runner = (suite: Suite, folder: string, mode: Mode) => Promise<Outcome>;

const RUNNERS: Readonly<Record<RunnerName, Runner>> = {
  jest: runJest,
  'node:test': runNodeTest,
  qunit: runQUnit,
  script: runScript,
  vitest: runVitest,
};

/** Runs the tests of `suite` with the runner that its repository uses. */
export const runTests: Runner = (suite, ...rest) => RUNNERS[suite.runner](suite, ...rest);
