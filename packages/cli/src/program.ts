import { Command } from 'commander';
import { addAuditCommand } from './commands/audit.js';
import { addBuildCommand } from './commands/build.js';
import { addCompareCommand } from './commands/compare.js';
import { examples } from './commands/options.js';
import { addRunCommand } from './commands/run.js';
import { addServeCommand } from './commands/serve.js';
import { addTransformCommand } from './commands/transform.js';
import { VERSION } from './version.js';

/**
 * Builds the command line. Each command is in a file of its own under commands/.
 * @param options `quiet`: says nothing of wrong usage itself
 */
export function createProgram({ quiet = false } = {}): Command {
  const program = new Command('photonize')
    .description(
      'Runs many concurrent invocations of one function in one process, each with its own module-level state.',
    )
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError('(--help shows the options and examples)')
    .configureHelp({ helpWidth: 110 })
    .configureOutput(quiet ? { writeErr: () => {} } : {});
  addBuildCommand(program);
  addTransformCommand(program);
  addRunCommand(program);
  addCompareCommand(program);
  addAuditCommand(program);
  addServeCommand(program);
  return program.addHelpText(
    'after',
    examples(
      'photonize build src/handler.ts --outdir dist',
      'photonize transform bundle.js -o bundle.photons.js',
      'photonize run dist/handler.mjs --events events.jsonl --concurrency 32',
      'photonize compare src/handler.ts --events events.jsonl --concurrency 32',
      'photonize audit src/handler.ts',
      'photonize serve src/handler.ts --port 3000',
    ),
  );
}
