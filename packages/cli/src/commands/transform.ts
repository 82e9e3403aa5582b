import { relative } from 'node:path';
import { type Command, Option } from 'commander';
import type { Isolation } from '../isolation.js';
import { diagnose, Problem } from '../problems.js';
import { printDiagnostics } from '../terminal/print.js';
import { withProgress } from '../terminal/progress.js';
import { formatBytes, plural } from '../terminal/units.js';
import { addIsolationOptions, examples, type IsolationFlags, jsonOption, reportOption } from './options.js';

interface Flags extends IsolationFlags {
  readonly output?: string;
  readonly outdir?: string;
  readonly report?: string;
}

/** Adds `photonize transform`. */
export function addTransformCommand(program: Command): void {
  addIsolationOptions(program.command('transform'))
    .description('photonize a finished file or bundle; the result needs nothing installed')
    .argument('<file...>', 'JavaScript or TypeScript; its source map is found and composed')
    .addOption(new Option('-o, --output <file>', 'where one file goes; its source map goes beside it'))
    .addOption(
      new Option(
        '--outdir <folder>',
        'where a bundle of several files goes: these, and what they load by relative paths',
      ).conflicts('output'),
    )
    .addOption(reportOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'photonize transform bundle.js -o bundle.photons.js',
        'photonize transform dist/*.mjs --outdir photons',
        'photonize transform dist/index.mjs -o photons/index.mjs --report photons/report.json',
      ),
    )
    .action(runTransform);
}

async function runTransform(files: readonly string[], flags: Flags): Promise<void> {
  const { checkIsolation } = await import('../names.js');
  const { made, warnings } = await withProgress(`transforming ${files.join(', ')}`, () =>
    transformAll(files, flags, checkIsolation(flags)),
  );
  await printDiagnostics(warnings);
  for (const { output, isolated, bytes } of made)
    process.stdout.write(`${output}: ${plural(isolated, 'isolated binding')}, ${formatBytes(bytes)}\n`);
}

async function transformAll(
  files: readonly string[],
  { output, outdir, report }: Flags,
  isolation: Isolation,
) {
  const options = { isolation, ...(report !== undefined && { report }) };
  if (outdir !== undefined) {
    const { transformBundle } = await import('../transform/transform-bundle.js');
    const { files: made, warnings } = await transformBundle(files, { outdir, ...options });
    return { made: made.map((file) => ({ ...file, output: relative('.', file.output) })), warnings };
  }
  const [file, ...others] = files;
  if (file === undefined || output === undefined)
    throw new Problem([diagnose('PHO9001', { detail: MISSING })], 2);
  if (others.length > 0) throw new Problem([diagnose('PHO9001', { detail: SEVERAL })], 2);
  const { transformFile } = await import('../transform/transform-file.js');
  const { warnings, ...made } = await transformFile(file, { output, ...options });
  return { made: [{ output, ...made }], warnings };
}

const MISSING = 'tell where the result goes: --output for one file, --outdir for a bundle of several';
const SEVERAL = '--output is for one file; several go to --outdir';
