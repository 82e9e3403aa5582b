import { type Command, InvalidArgumentError, Option } from 'commander';

/** Parses a count such as `--concurrency 32`. */
export function positiveInteger(value: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('Give a whole number above 0.');
}

/** Gathers the values of an option that can be repeated. */
function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

// Each command gets its own Option: commander keeps values in them.

/** What the options say that {@link addIsolationOptions} adds. */
export interface IsolationFlags {
  readonly policy: string;
  readonly share: readonly string[];
  readonly module: readonly string[];
  readonly globals?: true;
  readonly env?: true;
}

/** `--policy` and its exceptions; checked by `checkIsolation`, because the list of policies comes with the compiler. */
export function addIsolationOptions(command: Command): Command {
  return command
    .option('--policy <policy>', 'what becomes private to an invocation', 'bindings')
    .addOption(
      new Option('--share <pattern>', 'share a package, or files by parts of their paths (repeatable)')
        .argParser(collect)
        .default([], 'none'),
    )
    .addOption(
      new Option('--module <pattern=policy>', 'the policy of a package or of files (repeatable)')
        .argParser(collect)
        .default([], 'none'),
    )
    .option('--globals', 'make globals that the program creates private, too');
}

/** `--env`, for commands that bundle: it has to come before all other code. */
export function envOption(): Option {
  return new Option('--env', 'make changes of process.env private, too');
}

/** `--handler`. */
export function handlerOption(): Option {
  return new Option('--handler <name>', 'the export that answers events').default('handler');
}

/** `--adapter`; checked by `checkAdapter`, for the same reason. */
export function adapterOption(): Option {
  return new Option('--adapter <name>', 'how the host calls it: lambda, openwhisk, web, node …').default(
    'function',
  );
}

/** `--external`, repeatable. */
export function externalOption(): Option {
  return new Option('--external <package>', 'leave a package out of the bundle (repeatable)')
    .argParser(collect)
    .default([], 'none');
}

/** `--events`. */
export function eventsOption(): Option {
  return new Option('--events <file>', 'JSON lines or one JSON array; - reads stdin').makeOptionMandatory();
}

/** `--report`. */
export function reportOption(): Option {
  return new Option('--report <file>', 'write what is isolated and what is shared, and why, as JSON');
}

/** `--json`. */
export function jsonOption(): Option {
  return new Option('--json', 'print diagnostics as JSON lines, on stderr');
}

/** Examples at the end of a command's help. */
export function examples(...lines: readonly string[]): string {
  return ['', 'Examples:', ...lines.map((line) => `  $ ${line}`)].join('\n');
}
