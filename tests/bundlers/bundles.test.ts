import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { transformFile } from '@photonize/cli';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, differences } from '../law/support/answers.js';
import { inProcesses, inTurn, together } from '../law/support/processes.js';
import { BUNDLERS, outputOf } from './support/bundlers.js';
import { withPhotons } from './support/photons.js';
import { bundleProgram, functionProgram, type Program } from './support/programs.js';

const OUTPUT = mkdtempSync(join(tmpdir(), 'photonize-bundlers-'));
afterAll(() => rmSync(OUTPUT, { recursive: true }));

/** What a bundler cannot do: ncc splits what is imported lazily, and keeps the format of the program. */
const PROGRAMS: readonly (readonly [name: string, program: Program, bundlers: RegExp])[] = [
  ['desk', bundleProgram('desk'), /^(?!ncc, cjs)/],
  ['later', bundleProgram('later'), /^(?!ncc)/],
  ['classes', bundleProgram('classes'), /^(?!ncc)/],
  ['single', bundleProgram('single'), /^(?!ncc)/],
  ['legacy-cart', functionProgram('legacy-cart', 10), /, (?:cjs|iife)/],
];

describe.each(PROGRAMS)('%s', (name, { entry, events }, bundlers) => {
  let expected: Answer[];
  let plain: Answer[];
  beforeAll(async () => {
    expected = await inProcesses(entry, events);
    plain = await inTurn(entry, events);
  });

  test('goes wrong when its invocations share a process', () => {
    expect(differences(events, expected, plain)).not.toEqual([]);
  });

  describe.concurrent.each(BUNDLERS.filter((bundler) => bundlers.test(bundler.name)))(
    'bundled by $name',
    (bundler) => {
      const bundle = outputOf(bundler, join(OUTPUT, name));
      const photonized = join(dirname(bundle), `photonized.${bundler.extension}`);
      beforeAll(async () => {
        await bundler.bundle(entry, bundle);
        const { warnings } = await transformFile(bundle, {
          output: photonized,
          isolation: { policy: 'bindings' },
        });
        expect(warnings.filter(({ code }) => code !== 'PHO3002')).toEqual([]);
      });

      test('answers in photons what processes answer', async () => {
        const actual = await together(withPhotons(photonized), events, 'forward');
        expect(differences(events, expected, actual)).toEqual([]);
      });

      test('is refused when it is photonized already', async () => {
        const again = transformFile(photonized, {
          output: `${photonized}.js`,
          isolation: { policy: 'bindings' },
        });
        await expect(again).rejects.toMatchObject({ diagnostics: [{ code: 'PHO1004' }] });
      });

      test('behaves outside photons as the program does', async () => {
        expect(differences(events, plain, await inTurn(photonized, events))).toEqual([]);
      });
    },
  );
});
