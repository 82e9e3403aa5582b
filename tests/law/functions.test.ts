import { execFile } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, differences } from './support/answers.js';
import { inProcesses, together } from './support/processes.js';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../fixtures/functions/', import.meta.url));
const PHOTONIZE = fileURLToPath(new URL('../../packages/cli/bin/photonize.js', import.meta.url));
const OUTPUT = mkdtempSync(join(tmpdir(), 'photonize-functions-'));
afterAll(() => rmSync(OUTPUT, { recursive: true }));

const FUNCTIONS = globSync('*/events.jsonl', { cwd: ROOT }).map(dirname).sort();

test('there are functions of all kinds', () => {
  expect(FUNCTIONS).toEqual(['classify', 'invoice', 'legacy-cart', 'localized-receipt']);
});

describe.each(FUNCTIONS)('the function %s', (name) => {
  const folder = join(ROOT, name);
  const events = join(folder, 'events.jsonl');
  const inputs = readLines(readFileSync(events, 'utf8'));
  const plain = join(OUTPUT, name, 'plain.cjs');
  let expected: Answer[];

  beforeAll(async () => {
    await esbuild.build({ entryPoints: [entryOf(folder)], outfile: plain, bundle: true, platform: 'node' });
    expected = asJson(await inProcesses(plain, inputs));
  });

  test('goes wrong when its invocations share a process', async () => {
    expect(differences(inputs, expected, asJson(await together(plain, inputs, 'forward')))).not.toEqual([]);
  });

  test.each(['esm', 'cjs'])('answers as processes do when built as %s', async (format) => {
    const outdir = join(OUTPUT, name, format);
    await run(process.execPath, [
      PHOTONIZE,
      'build',
      entryOf(folder),
      '--outdir',
      outdir,
      '--format',
      format,
    ]);
    const [built = ''] = globSync('*.[cm]js', { cwd: outdir });
    expect(differences(inputs, expected, await answers(join(outdir, built), events))).toEqual([]);
  });

  test('answers as processes do when its finished bundle is transformed', async () => {
    const transformed = join(OUTPUT, name, 'transformed.cjs');
    await run(process.execPath, [PHOTONIZE, 'transform', plain, '-o', transformed]);
    expect(existsSync(`${transformed}.map`)).toBe(true);
    expect(differences(inputs, expected, await answers(transformed, events))).toEqual([]);
  });
});

function entryOf(folder: string): string {
  const [entry = ''] = globSync('index.[jt]s', { cwd: folder });
  return join(folder, basename(entry));
}

/** What `photonize run` answers, with 32 invocations at a time. */
async function answers(program: string, events: string): Promise<Answer[]> {
  const { stdout } = await run(process.execPath, [
    PHOTONIZE,
    'run',
    program,
    '--events',
    events,
    '--concurrency',
    '32',
  ]);
  return readLines(stdout) as Answer[];
}

/** Answers as they leave the process. */
function asJson(values: Answer[]): Answer[] {
  return JSON.parse(JSON.stringify(values)) as Answer[];
}

function readLines(text: string): unknown[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}
