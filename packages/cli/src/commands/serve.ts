import { type Command, Option } from 'commander';
import type { ServeOptions } from '../serve/serve.js';
import {
  addIsolationOptions,
  envOption,
  examples,
  type IsolationFlags,
  jsonOption,
  positiveInteger,
} from './options.js';

type Flags = Omit<ServeOptions, 'isolation'> & IsolationFlags;

/** Adds `photonize serve`. */
export function addServeCommand(program: Command): void {
  addIsolationOptions(program.command('serve'))
    .description('host a function, many invocations at a time, each as one photon')
    .argument('[file]', 'its source, or what `photonize build` or `photonize transform` made')
    .addOption(
      new Option('--protocol <name>', 'what clients speak').choices(['http', 'openwhisk']).default('http'),
    )
    .option('--handler <name>', 'the export that answers requests', 'handler')
    .addOption(
      new Option(
        '--adapter <name>',
        'how it is called: with events of function URLs, with a Request, or with Node’s (req, res)',
      )
        .choices(['lambda', 'web', 'node'])
        .default('lambda'),
    )
    .option('--port <n>', 'where to listen; 0 chooses one', countOrZero, 8080)
    .option(
      '--workers <n>',
      'threads, each with its own copy of the function; 0: the host’s own',
      countOrZero,
      1,
    )
    .option('--concurrency <n>', 'invocations that a thread has at a time', positiveInteger, 1000)
    .option('--timeout <ms>', 'how long an invocation may take', positiveInteger, 60_000)
    .option('--blocked <ms>', 'how long it may block the event loop', positiveInteger, 5_000)
    .option('--memory <MB>', 'the heap of a thread', positiveInteger, 1024)
    .option('--max-body <bytes>', 'the longest body of a request', positiveInteger, 48 * 1024 * 1024)
    .addOption(
      new Option('--orphan-access <what>', 'when code outside every invocation touches state')
        .choices(['root', 'warn', 'throw'])
        .default('root'),
    )
    .option('--prewarm <n>', 'photons that a thread keeps ready, their init run', countOrZero, 0)
    .option('--idempotent', 'repeat invocations that another one has ended', false)
    .addOption(envOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      [
        '',
        'GET /healthz tells whether it takes requests, GET /metrics how it does. SIGTERM has it answer what is',
        'in flight, and end. With --protocol openwhisk the function comes by POST /init.',
        examples(
          'photonize serve src/handler.ts --port 3000',
          'photonize serve dist/handler.mjs --workers 4 --concurrency 64 --timeout 30000',
          'photonize serve src/site.ts --handler default --adapter web',
          'photonize serve src/app.ts --handler app --adapter node',
          'photonize serve --protocol openwhisk',
        ),
      ].join('\n'),
    )
    .action(runServe);
}

async function runServe(file: string | undefined, flags: Flags): Promise<void> {
  const [{ serve }, { checkIsolation }] = await Promise.all([
    import('../serve/serve.js'),
    import('../names.js'),
  ]);
  await serve(file, { ...flags, isolation: checkIsolation(flags) });
}

function countOrZero(value: string): number {
  return value === '0' ? 0 : positiveInteger(value);
}
