import { relative } from 'node:path';
import type { Outcome, Status } from './run.ts';

/** How one test ended. */
export interface Result {
  readonly name: string;
  readonly status: Status;
  readonly error?: string | undefined;
}

/** Puts results under unique names. */
export function outcomeOf(results: Iterable<Result>): Outcome {
  const outcome = new Map<string, Omit<Result, 'name'>>();
  const seen = new Map<string, number>();
  for (const { name, ...result } of results) {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    outcome.set(count === 1 ? name : `${name} (${count})`, result);
  }
  return outcome;
}

/** Reads what a reporter of ours has printed between what the tests print themselves. */
export function parseResults(stdout: string): Result[] {
  const lines = stdout.split('\n').filter((line) => line.startsWith('{"name":'));
  return lines.map((line) => JSON.parse(line) as Result);
}

/** What Jest reports, and Vitest after it. */
export interface Report {
  readonly testResults: readonly FileReport[];
}

interface FileReport {
  readonly name: string;
  readonly message: string;
  readonly assertionResults: readonly {
    readonly fullName: string;
    readonly status: string;
    readonly failureMessages: readonly string[];
  }[];
}

const STATUS: Readonly<Record<string, Status>> = { passed: 'passed', failed: 'failed' };

/** The tests in a report. A file that could not be loaded counts as one that failed. */
export function resultsOf({ testResults }: Report, folder: string): Result[] {
  return testResults.flatMap(({ name, message, assertionResults }): Result[] => {
    const file = relative(folder, name);
    if (assertionResults.length === 0)
      return [{ name: file, status: message ? 'failed' : 'passed', error: message }];
    return assertionResults.map(({ fullName, status, failureMessages }) => ({
      name: `${file} › ${fullName.trim()}`,
      status: STATUS[status] ?? 'skipped',
      error: failureMessages[0],
    }));
  });
}
