import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { installPackages } from '../../bench/support/packages.js';
import {
  BUNDLING,
  entryOf,
  OUTPUT,
  obstacleTo,
  startWorld,
  WORKLOADS,
} from '../../fixtures/workloads/worlds.js';
import { type Answer, differences } from '../law/support/answers.js';
import { inProcesses, together } from '../law/support/processes.js';

const run = promisify(execFile);
const PHOTONIZE = fileURLToPath(new URL('../../packages/cli/bin/photonize.js', import.meta.url));
const FOLDER = join(OUTPUT, 'test');
const EVENTS = 8;

beforeAll(() => installPackages(fileURLToPath(new URL('../../fixtures/workloads/', import.meta.url))));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

test.each(WORKLOADS)('%s: photons answer what processes answer; plain, invocations mix', async (name) => {
  const obstacle = await obstacleTo(name);
  if (obstacle) {
    process.stdout.write(`${name} is not tested: ${obstacle}\n`);
    return;
  }
  const world = await startWorld(name, { count: EVENTS, isSmall: true });
  onTestFinished(() => world.stop());
  for (const [key, value] of Object.entries(world.env)) vi.stubEnv(key, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { events } = world;
  const expected = await inProcesses(await bundle(name), events);
  expect(expected.every((answer) => 'ok' in answer)).toBe(true);
  expect(differences(events, expected, await inPhotons(name, events))).toEqual([]);
  expect(differences(events, expected, await together(await bundle(name), events, 'forward'))).not.toEqual(
    [],
  );
});

async function bundle(name: string): Promise<string> {
  const outfile = join(FOLDER, `${name}.plain.mjs`);
  await esbuild.build({ ...BUNDLING, entryPoints: [entryOf(name)], outfile });
  return outfile;
}

async function inPhotons(name: string, events: readonly unknown[]): Promise<Answer[]> {
  const outdir = join(FOLDER, name);
  const external = BUNDLING.external.flatMap((each) => ['--external', each]);
  await run(process.execPath, [PHOTONIZE, 'build', entryOf(name), '--outdir', outdir, ...external]);
  const lines = join(outdir, 'events.jsonl');
  writeFileSync(lines, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  const args = ['run', join(outdir, 'index.mjs'), '--events', lines, '--concurrency', String(EVENTS)];
  const { stdout } = await run(process.execPath, [PHOTONIZE, ...args]);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}
