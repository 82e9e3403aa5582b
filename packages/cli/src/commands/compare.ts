import type { Diagnostic } from '@photonize/transform';
import type { Command } from 'commander';
import type { CompareOptions, Comparison } from '../compare/compare.js';
import type { Difference } from '../compare/verdict.js';
import { writeFiles } from '../files/write.js';
import { toJson } from '../json.js';
import { diagnose, Problem } from '../problems.js';
import { colorsFor } from '../terminal/colors.js';
import { printDiagnostics } from '../terminal/print.js';
import { withProgress } from '../terminal/progress.js';
import {
  addIsolationOptions,
  envOption,
  eventsOption,
  examples,
  externalOption,
  handlerOption,
  type IsolationFlags,
  positiveInteger,
} from './options.js';

type Flags = Omit<CompareOptions, 'isolation'> & IsolationFlags & { readonly json?: string | true };

/** How many differing events are shown. */
const SHOWN = 3;

/** Adds `photonize compare`. */
export function addCompareCommand(program: Command): void {
  addIsolationOptions(program.command('compare'))
    .description('run events as plain calls, as processes and as photons, and compare')
    .argument('<entry>', 'source file that exports the handler')
    .addOption(eventsOption())
    .addOption(handlerOption())
    .option('--concurrency <n>', 'how many events are in flight at a time', positiveInteger, 32)
    .addOption(envOption())
    .addOption(externalOption())
    .option(
      '--json [file]',
      'write the figures and all differences as JSON; alone, print diagnostics as JSON lines',
    )
    .addHelpText(
      'after',
      [
        '',
        'A fresh process for each event gives the right answers. Exit code 0: the photons gave the same ones.',
        examples(
          'photonize compare src/handler.ts --events events.jsonl',
          'photonize compare src/handler.ts --events events.jsonl --concurrency 64 --json comparison.json',
        ),
      ].join('\n'),
    )
    .action(runCompare);
}

async function runCompare(entry: string, flags: Flags): Promise<void> {
  const [{ compare }, { comparisonTable, memorySentence }, { checkIsolation }] = await Promise.all([
    import('../compare/compare.js'),
    import('../compare/table.js'),
    import('../names.js'),
  ]);
  const options = { ...flags, isolation: checkIsolation(flags) };
  const comparison = await withProgress('bundling', (progress) => compare(entry, options, progress));
  await printDiagnostics(comparison.warnings);
  process.stdout.write(
    `${comparisonTable(comparison, colorsFor(process.stdout))}\n${memorySentence(comparison)}\n`,
  );
  if (typeof flags.json === 'string') await writeJson(flags.json, entry, options, comparison);
  if (comparison.photonDifferences.length > 0) throw new Problem([wrongAnswers(comparison)]);
}

function wrongAnswers({ photonDifferences, events }: Comparison): Diagnostic {
  const details = { wrong: String(photonDifferences.length), total: String(events) };
  return diagnose('PHO9013', details, { frame: photonDifferences.slice(0, SHOWN).map(show).join('\n') });
}

function show({ index, event, expected, got }: Difference): string {
  const line = (label: string, value: unknown) => `${label} ${JSON.stringify(value)}`;
  return [line(`event ${index}:`, event), line('  expected', expected), line('  got     ', got)].join('\n');
}

async function writeJson(
  path: string,
  entry: string,
  options: CompareOptions,
  comparison: Comparison,
): Promise<void> {
  const { MEMORY_KIND } = await import('../compare/memory.js');
  const { handler, isolation, concurrency } = options;
  const warnings = comparison.warnings.map(toJson);
  const contents = {
    version: 1,
    entry,
    handler,
    policy: isolation.policy,
    concurrency,
    memory: MEMORY_KIND,
    ...comparison,
    warnings,
  };
  await writeFiles([{ path, contents: `${JSON.stringify(contents, undefined, 2)}\n` }]);
}
