import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '../invoke/answer.js';

/** An event that was answered otherwise than by a fresh process. */
export interface Difference {
  readonly index: number;
  readonly event: unknown;
  readonly expected: Answer;
  readonly got: Answer;
}

/** Compares answers, given as JSON, with those of the processes. */
export function differences(
  events: readonly unknown[],
  expected: readonly string[],
  got: readonly string[],
): readonly Difference[] {
  return events.flatMap((event, index) => {
    const pair = { expected: parse(expected[index]), got: parse(got[index]) };
    return isDeepStrictEqual(pair.expected, pair.got) ? [] : [{ index, event, ...pair }];
  });
}

/** Whether all answers are errors. */
export function allFailed(answers: readonly string[]): boolean {
  return answers.every((answer) => 'error' in parse(answer));
}

function parse(answer: string | undefined): Answer {
  if (answer === undefined) throw new Error('An event has no answer');
  return JSON.parse(answer) as Answer;
}
