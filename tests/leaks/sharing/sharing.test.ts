import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { photonize } from '../../../packages/esbuild-plugin/dist/index.js';
import type { ModulePlan, Policy } from '../../../packages/transform/dist/index.js';
import { inProcesses, together } from '../../law/support/processes.js';
import { writeProgram } from './program.ts';
import { writeFunction } from './table.ts';

const output = await mkdtemp(join(tmpdir(), 'photonize-sharing-'));
afterAll(() => rm(output, { recursive: true }));

async function bundle(entry: string, outfile: string, policy: Policy | 'plain'): Promise<ModulePlan[]> {
  const plans: ModulePlan[] = [];
  const onModule = (plan: ModulePlan) => plans.push(plan);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
    plugins: policy === 'plain' ? [] : [photonize({ policy, handlers: ['handler'], onModule })],
  });
  return plans;
}

describe('a program of 200 modules under policy strict', async () => {
  const program = await writeProgram(join(output, 'program'), 200);
  const photonized = join(output, 'photonized.mjs');
  const plans = await bundle(program.entry, photonized, 'strict');

  test('shares more than 80 % of its pure ones, and none of the others', () => {
    const shared = plans
      .filter(({ choice }) => choice === 'shared')
      .map(({ filename }) => basename(filename));
    const pure = shared.filter((name) => program.pure.has(name));
    expect(program.pure.size).toBeGreaterThan(150);
    expect(pure.length / program.pure.size).toBeGreaterThan(0.8);
    expect(shared.filter((name) => /^m\d/.test(name) && !program.pure.has(name))).toEqual([]);
  });

  test('answers in photons what fresh processes answer', async () => {
    const plain = join(output, 'plain.mjs');
    await bundle(program.entry, plain, 'plain');
    const events = [{ x: 1 }, { x: 2 }, { x: 3 }];
    expect(await together(photonized, events, 'forward')).toEqual(await inProcesses(plain, events));
  });
});

describe('a function on an exported table of 50 MB and a pinned model', async () => {
  const entry = await writeFunction(join(output, 'function'));
  const run = promisify(execFile);

  async function bytesPerPhoton(policy: Policy): Promise<number> {
    const outfile = join(output, `${policy}.mjs`);
    await bundle(entry, outfile, policy);
    const child = join(import.meta.dirname, 'memory.ts');
    const { stdout } = await run(process.execPath, ['--expose-gc', child, outfile]);
    return Number(stdout);
  }

  test('takes less than a megabyte more for each photon under strict than under bindings', async () => {
    const more = (await bytesPerPhoton('strict')) - (await bytesPerPhoton('bindings'));
    expect(more).toBeLessThan(1e6);
  });
});
