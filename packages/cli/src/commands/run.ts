import type { Command } from 'commander';
import type { RunOptions } from '../run/run.js';
import { eventsOption, examples, handlerOption, jsonOption, positiveInteger } from './options.js';

/** Adds `photonize run`. */
export function addRunCommand(program: Command): void {
  program
    .command('run')
    .description('give a built function its events, each as one photon')
    .argument('<file>', 'what `photonize build` or `photonize transform` made')
    .addOption(eventsOption())
    .addOption(handlerOption())
    .option('--concurrency <n>', 'how many events are in flight at a time', positiveInteger, 1)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      [
        '',
        'Prints one line for each event, in their order: {"ok":…} or {"error":{"name":…,"message":…}}.',
        'Everything else goes to stderr, also what the function itself prints.',
        'A handler called main gets (event, store, photonId).',
        examples(
          'photonize run dist/handler.mjs --events events.jsonl',
          'photonize run dist/handler.mjs --events events.jsonl --concurrency 32 > answers.jsonl',
          `echo '{"user":"ann"}' | photonize run dist/handler.mjs --events -`,
        ),
      ].join('\n'),
    )
    .action(async (file: string, options: RunOptions) => {
      const { run } = await import('../run/run.js');
      await run(file, options);
    });
}
