import type { AuditReport } from '@photonize/audit';
import type { CrossingKind } from '@photonize/transform';
import { type Command, Option } from 'commander';
import type { Survey } from '../audit/survey.js';
import { FAIL_ON, type FailOn, verdictOf } from '../audit/verdict.js';
import { writeFiles } from '../files/write.js';
import type { Isolation } from '../isolation.js';
import { Problem } from '../problems.js';
import { colorsFor } from '../terminal/colors.js';
import { printDiagnostics } from '../terminal/print.js';
import { type Progress, withProgress } from '../terminal/progress.js';
import { addIsolationOptions, envOption, examples, externalOption, type IsolationFlags } from './options.js';

interface Flags extends IsolationFlags {
  readonly external: readonly string[];
  readonly failOn?: FailOn;
  readonly all?: true;
  readonly json?: string | true;
  readonly html?: string;
  readonly measure?: true;
}

/** Adds `photonize audit`. */
export function addAuditCommand(program: Command): void {
  addIsolationOptions(program.command('audit'))
    .description('show the state that a function and its packages keep, and what each policy does with it')
    .argument('<entry>', 'source file of the function; nothing of it is run without --measure')
    .addOption(envOption())
    .addOption(externalOption())
    .addOption(
      new Option('--fail-on <what>', 'exit with 1 if the policy shares such state').choices([...FAIL_ON]),
    )
    .option('--measure', 'evaluate the modules, in processes of their own, and tell what each takes')
    .option('--all', 'list all that leaks, not only the first')
    .option('--json [file]', 'write the report as JSON; alone, print it in place of the table')
    .option('--html <file>', 'write the report as a page, with the source of what keeps state')
    .addHelpText(
      'after',
      examples(
        'photonize audit src/handler.ts',
        'photonize audit src/handler.ts --policy strict --fail-on leak',
        'photonize audit src/handler.ts --html audit.html --json audit.json',
      ),
    )
    .action(runAudit);
}

async function runAudit(entry: string, flags: Flags): Promise<void> {
  const [{ audit, auditPage }, { surveyFunction }, { checkIsolation }, { VERSION }] = await Promise.all([
    import('@photonize/audit'),
    import('../audit/survey.js'),
    import('../names.js'),
    import('../version.js'),
  ]);
  const isolation = checkIsolation(flags);
  const { policy } = isolation;
  const { modules, warnings } = await withProgress('bundling', async (progress) => {
    const survey = await surveyFunction(entry, flags.external, isolation);
    return flags.measure ? withTimes(survey, entry, flags.external, progress) : survey;
  });
  const report = audit(modules, { photonize: VERSION, entry, policy, owned: ownedCrossings(isolation) });
  await printDiagnostics(warnings);
  const files = [
    ...(flags.html === undefined ? [] : [{ path: flags.html, contents: auditPage(report, modules) }]),
    ...(typeof flags.json === 'string' ? [{ path: flags.json, contents: textOf(report) }] : []),
  ];
  await writeFiles(files);
  await print(report, flags);
  const wrong = verdictOf(report, flags.failOn);
  if (wrong.length > 0) throw new Problem(wrong);
}

/** What options make private of what crosses photons under any policy. */
function ownedCrossings({ env = false, globals = false }: Isolation): CrossingKind[] {
  return [...(env ? (['env'] as const) : []), ...(globals ? (['global', 'handedOut'] as const) : [])];
}

/** Adds what the evaluation of each module takes. */
async function withTimes(
  { modules, warnings }: Survey,
  entry: string,
  external: readonly string[],
  progress: Progress,
): Promise<Survey> {
  progress('evaluating');
  const { measureInit } = await import('../audit/measure.js');
  return { modules: await measureInit(entry, external, modules), warnings };
}

function textOf(report: AuditReport): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

async function print(report: AuditReport, { json, all }: Flags): Promise<void> {
  if (json === true) {
    process.stdout.write(textOf(report));
    return;
  }
  const { costlyModules, findings, packagesTable } = await import('../audit/table.js');
  const colors = colorsFor(process.stdout);
  const parts = [
    packagesTable(report, colors),
    findings(report, colors, all ?? false),
    costlyModules(report, colors),
  ];
  for (const part of parts) if (part !== '') process.stdout.write(`${part}\n`);
}
