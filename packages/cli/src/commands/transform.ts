import { relative } from 'node:path';
import type { Policy } from '@photonize/transform';
import { type Command, Option } from 'commander';
import { diagnose, Problem } from '../problems.js';
import { printDiagnostics } from '../terminal/print.js';
import { withProgress } from '../terminal/progress.js';
import { formatBytes, plural } from '../terminal/units.js';
import { examples, jsonOption, policyOption, reportOption } from './options.js';

interface Flags {
  readonly output?: string;
  readonly outdir?: string;
  readonly policy: string;
  readonly report?: string;
}

/** Adds `photonize transform`. */
export function addTransformCommand(program: Command): void {
  program
    .command('transform')
    .description('photonize a finished file or bundle; the result needs nothing installed')
    .argument('<file...>', 'JavaScript or TypeScript; its source map is found and composed')
    .addOption(new Option('-o, --output <file>', 'where one file goes; its source map goes beside it'))
    .addOption(
      new Option(
        '--outdir <folder>',
        'where a bundle of several files goes: these, and what they load by relative paths',
      ).conflicts('output'),
    )
    .addOption(policyOption())
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

async function runTransform(files: readonly string[], { policy, ...flags }: Flags): Promise<void> {
  const { checkPolicy } = await import('../names.js');
  const results = await withProgress(`transforming ${files.join(', ')}`, () =>
    transformAll(files, { ...flags, policy: checkPolicy(policy) }),
  );
  await printDiagnostics(results.flatMap(({ warnings }) => warnings));
  for (const { output, isolated, bytes } of results)
    process.stdout.write(`${output}: ${plural(isolated, 'isolated binding')}, ${formatBytes(bytes)}\n`);
}

async function transformAll(files: readonly string[], flags: Omit<Flags, 'policy'> & { policy: Policy }) {
  const { output, outdir, ...options } = flags;
  if (outdir !== undefined) {
    const { transformBundle } = await import('../transform/transform-bundle.js');
    const made = await transformBundle(files, { outdir, ...options });
    return made.map((file) => ({ ...file, output: relative('.', file.output) }));
  }
  const [file, ...others] = files;
  if (file === undefined || output === undefined)
    throw new Problem([diagnose('PHO9001', { detail: MISSING })], 2);
  if (others.length > 0) throw new Problem([diagnose('PHO9001', { detail: SEVERAL })], 2);
  const { transformFile } = await import('../transform/transform-file.js');
  return [{ output, ...(await transformFile(file, { output, ...options })) }];
}

const MISSING = 'tell where the result goes: --output for one file, --outdir for a bundle of several';
const SEVERAL = '--output is for one file; several go to --outdir';
