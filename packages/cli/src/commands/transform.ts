import type { Command } from 'commander';
import { printDiagnostics } from '../terminal/print.js';
import { withProgress } from '../terminal/progress.js';
import { formatBytes, plural } from '../terminal/units.js';
import type { TransformFileOptions } from '../transform/transform-file.js';
import { examples, jsonOption, policyOption, reportOption } from './options.js';

type Flags = Omit<TransformFileOptions, 'policy'> & { readonly policy: string };

/** Adds `photonize transform`. */
export function addTransformCommand(program: Command): void {
  program
    .command('transform')
    .description('photonize one finished file or bundle; the result needs nothing installed')
    .argument('<file>', 'JavaScript or TypeScript; its source map is found and composed')
    .requiredOption('-o, --output <file>', 'where the result goes; its source map goes beside it')
    .addOption(policyOption())
    .addOption(reportOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'photonize transform bundle.js -o bundle.photons.js',
        'photonize transform dist/index.mjs -o photons/index.mjs --report photons/report.json',
      ),
    )
    .action(runTransform);
}

async function runTransform(file: string, flags: Flags): Promise<void> {
  const [{ transformFile }, { checkPolicy }] = await Promise.all([
    import('../transform/transform-file.js'),
    import('../policy.js'),
  ]);
  const options = { ...flags, policy: checkPolicy(flags.policy) };
  const { isolated, warnings, bytes } = await withProgress(`transforming ${file}`, () =>
    transformFile(file, options),
  );
  await printDiagnostics(warnings);
  process.stdout.write(`${flags.output}: ${plural(isolated, 'isolated binding')}, ${formatBytes(bytes)}\n`);
}
