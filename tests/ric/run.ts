/**
 * Runs a leaky function under AWS's own runtime client in the mode of Managed Instances: many invocations at a time, as it
 * is and photonized, as ES module and CommonJS, with answers in one piece and streamed. An emulator of the Runtime API
 * hands out the events.
 *
 *     npm run test:ric [-- --invocations 1000 --concurrency 64 --json FILE]
 *
 * The client compiles C++ when it is installed. Where it cannot, nothing is run, and the reason is printed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildFunction, type Format } from './build.ts';
import { type Outcome, RuntimeApi } from './emulator.ts';
import { installClient } from './install.ts';

interface Case {
  readonly name: 'buffered' | 'streaming';
  readonly format: Format;
  readonly workers: number;
  readonly photons: boolean;
}

const { values } = parseArgs({
  options: {
    invocations: { type: 'string', default: '1000' },
    concurrency: { type: 'string', default: '64' },
    json: { type: 'string' },
  },
});
const USERS = Array.from({ length: Number(values.invocations) }, (_, i) => `user${i}`);
const CONCURRENCY = Number(values.concurrency);

const CASES: readonly Case[] = [false, true].flatMap((photons) =>
  (['buffered', 'streaming'] as const).flatMap((name) =>
    (['esm', 'cjs'] as const).flatMap((format) =>
      [1, 4].map((workers) => ({ name, format, workers, photons })),
    ),
  ),
);

let client: string;
try {
  client = await installClient();
} catch (error) {
  process.stdout.write(`skipped: aws-lambda-ric cannot be installed here: ${error}\n`);
  process.exit(0);
}

const results: (Case & { wrong: number })[] = [];
for (const one of CASES) {
  const wrong = (await run(one)).filter((outcome) => !isRight(one, outcome)).length;
  results.push({ ...one, wrong });
  const { name, format, workers, photons } = one;
  const what = `${photons ? 'photons' : 'plain  '} ${name.padEnd(9)} ${format}, ${workers} worker(s)`;
  process.stdout.write(`${what}: ${wrong} wrong of ${USERS.length}\n`);
}
if (values.json) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
const failed = results.filter(({ photons, wrong }) => photons === wrong > 0);
if (failed.length > 0) {
  process.stdout.write(
    `photons must have no wrong answer, and the plain function some: ${JSON.stringify(failed)}\n`,
  );
  process.exitCode = 1;
}

async function run({ name, format, workers, photons }: Case): Promise<readonly Outcome[]> {
  const folder = await mkdtemp(join(tmpdir(), 'photonize-ric-'));
  await buildFunction(name, { format, photons, outdir: folder });
  const api = new RuntimeApi(USERS, CONCURRENCY);
  const address = await api.listen();
  const child = spawn(process.execPath, [client], {
    cwd: folder,
    env: { ...process.env, ...environment(address, folder, workers) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit').then(() => api.giveUp());
  try {
    return await api.outcomes;
  } finally {
    child.kill('SIGKILL');
    await ended;
    api.close();
    await rm(folder, { recursive: true });
  }
}

function environment(address: string, folder: string, workers: number): Record<string, string> {
  return {
    AWS_LAMBDA_RUNTIME_API: address,
    AWS_LAMBDA_MAX_CONCURRENCY: String(CONCURRENCY),
    AWS_LAMBDA_NODEJS_WORKER_COUNT: String(workers),
    _HANDLER: 'app.handler',
    LAMBDA_TASK_ROOT: folder,
    AWS_LAMBDA_FUNCTION_NAME: 'app',
    AWS_LAMBDA_FUNCTION_VERSION: '1',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_LAMBDA_LOG_GROUP_NAME: 'group',
    AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
    // Idle workers wait in threads of libuv's pool.
    UV_THREADPOOL_SIZE: '64',
  };
}

function isRight({ name }: Case, { user, id, body }: Outcome): boolean {
  return body === (name === 'streaming' ? `${user} ${user}` : JSON.stringify({ user, id }));
}
