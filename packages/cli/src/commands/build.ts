import { relative } from 'node:path';
import { type Command, Option } from 'commander';
import type { BuildOptions, BuiltEntry } from '../bundle/build.js';
import { printDiagnostics } from '../terminal/print.js';
import { withProgress } from '../terminal/progress.js';
import { formatBytes, plural } from '../terminal/units.js';
import {
  adapterOption,
  addIsolationOptions,
  envOption,
  examples,
  externalOption,
  handlerOption,
  type IsolationFlags,
  jsonOption,
  reportOption,
} from './options.js';

type Flags = Omit<BuildOptions, 'isolation' | 'adapter'> & IsolationFlags & { readonly adapter: string };

/** Adds `photonize build`. */
export function addBuildCommand(program: Command): void {
  addIsolationOptions(program.command('build'))
    .description('bundle functions so that each invocation has its own module-level state')
    .argument('<entry...>', 'source files that export the handler; one bundle is made of each')
    .requiredOption('--outdir <folder>', 'where the bundles go')
    .addOption(new Option('--format <format>', 'module format').choices(['esm', 'cjs']).default('esm'))
    .addOption(envOption())
    .addOption(handlerOption())
    .addOption(adapterOption())
    .addOption(externalOption())
    .addOption(reportOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'photonize build src/handler.ts --outdir dist',
        'photonize build src/*/handler.ts --outdir dist --format cjs --external sharp',
        'photonize build src/handler.ts --outdir dist --adapter lambda',
        'photonize build handler.js --outdir dist --handler main --report dist/report.json',
      ),
    )
    .action(runBuild);
}

async function runBuild(files: readonly string[], flags: Flags): Promise<void> {
  // Here and in the other commands: the compiler is loaded by who needs it, not by --help.
  const [{ build }, { checkAdapter, checkIsolation }] = await Promise.all([
    import('../bundle/build.js'),
    import('../names.js'),
  ]);
  const options = { ...flags, isolation: checkIsolation(flags), adapter: checkAdapter(flags.adapter) };
  const { entries, warnings } = await withProgress('bundling', (progress) => build(files, options, progress));
  await printDiagnostics(warnings);
  for (const entry of entries) process.stdout.write(`${summarise(entry)}\n`);
}

function summarise({ output, modules, isolated, bytes }: BuiltEntry): string {
  const counts = `${plural(modules.length, 'module')}, ${plural(isolated, 'isolated binding')}`;
  return `${relative('.', output)}: ${counts}, ${formatBytes(bytes)}`;
}
