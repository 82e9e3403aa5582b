import { type Diagnostic, type Explanation, explain } from '@photonize/transform';

/** All problems that the command itself reports; those of the compiler are in @photonize/transform. */
export const PROBLEMS = {
  PHO9000: {
    severity: 'error',
    message: 'photonize failed: {detail}',
    help: 'This is a bug in photonize. Please report it with the lines above and the file that causes it.',
  },
  PHO9001: {
    severity: 'error',
    message: '{detail}',
    help: '`photonize --help` and `photonize <command> --help` show the options and examples.',
  },
  // Input
  PHO9002: {
    severity: 'error',
    message: '`{file}` {reason}',
    help: 'Check the path; it is taken relative to {directory}.',
  },
  PHO9003: {
    severity: 'error',
    message: 'the events are not JSON: {detail}',
    help: 'Give one JSON value on each line, or one JSON array.',
  },
  PHO9004: {
    severity: 'error',
    message: '`{file}` exports no function `{handler}`',
    help: '{exports}',
  },
  PHO9008: {
    severity: 'error',
    message: '`{file}` cannot be loaded: {detail}',
    help: 'Its top-level code failed. Packages given as --external must be installed where the file is.',
  },
  PHO9012: {
    severity: 'error',
    message: '{events} holds no event',
    help: 'Give at least one; better several times the concurrency.',
  },
  // Output
  PHO9005: {
    severity: 'error',
    message: '`{file}` cannot be written: {reason}',
    help: 'Choose another place, or make it writable. Nothing was written.',
  },
  PHO9007: {
    severity: 'error',
    message: 'writing `{file}` would overwrite {what}',
    help: 'Choose another output. Nothing was written.',
  },
  // Bundling
  PHO9017: {
    severity: 'warning',
    message: '`{file}` loads `{specifier}`, which was not photonized with it',
    help: 'What such files keep is shared by all invocations. Photonize a bundle of several files with --outdir.',
  },
  PHO9006: {
    severity: 'error',
    message: '{text}',
    help: 'Fix it in the source; a package that must stay outside the bundle can be named with --external.',
  },
  PHO9010: {
    severity: 'warning',
    message: '{text}',
    help: 'esbuild noticed this while bundling; the bundle was made.',
  },
  // Running
  PHO9009: {
    severity: 'error',
    message: 'the function brought the process down with {count} events unanswered: {detail}',
    help: 'An error escaped its handler: catch it, or await what throws it.',
  },
  PHO9013: {
    severity: 'error',
    message: 'photons answered {wrong} of {total} events otherwise than processes',
    help: 'Look for state that is shared on purpose or by policy: --report of photonize build lists what is.',
  },
  PHO9014: {
    severity: 'warning',
    message: 'the function answers the same event differently in two fresh processes (event {index})',
    help: 'Wrong answers are counted against processes; times, random values and ids do not belong in answers.',
  },
  PHO9015: {
    severity: 'warning',
    message: 'every answer of the processes is an error, the first one {answer}',
    help: 'This comparison shows little. Do the events fit the function, and does it find its files?',
  },
  PHO9016: {
    severity: 'warning',
    message: 'the process of the photons ended before it had answered all events: {detail}',
    help: 'What ends the process ends all invocations in it: process.exit(), or an error that escapes the handler.',
  },
  // Auditing
  PHO9018: {
    severity: 'error',
    message: 'under policy `{policy}`, invocations share {what}',
    help: 'Choose policy `strict`, change the code, or say `// @photon shared` before what is meant to be shared.',
  },
} as const satisfies Record<string, Explanation>;

/** The code of a problem of the command. */
export type ProblemCode = keyof typeof PROBLEMS;

/** Where a problem is, as far as known. */
export type ProblemPlace = Pick<Diagnostic, 'filename' | 'location' | 'end' | 'frame'>;

/** Ends the command: its diagnostics go to stderr, its exit code to the shell. */
export class Problem extends Error {
  readonly diagnostics: readonly Diagnostic[];
  readonly exitCode: 1 | 2;

  constructor(diagnostics: readonly Diagnostic[], exitCode: 1 | 2 = 1) {
    super(diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n'));
    this.name = 'Problem';
    this.diagnostics = diagnostics;
    this.exitCode = exitCode;
  }
}

/** Fills in the message and the help of a problem. */
export function diagnose(
  code: ProblemCode,
  details: Record<string, string>,
  place: ProblemPlace = {},
): Diagnostic {
  return { code, ...explain(PROBLEMS[code], details), ...place };
}

/** The same as an error to throw. */
export function problem(
  code: ProblemCode,
  details: Record<string, string>,
  place: ProblemPlace = {},
): Problem {
  return new Problem([diagnose(code, details, place)]);
}
