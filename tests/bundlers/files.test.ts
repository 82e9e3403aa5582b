import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { transformBundle } from '@photonize/cli';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, differences } from '../law/support/answers.js';
import { inProcesses, inTurn, together } from '../law/support/processes.js';
import { withPhotons } from './support/photons.js';
import { bundleProgram } from './support/programs.js';
import { SPLITTERS } from './support/splitters.js';

const OUTPUT = mkdtempSync(join(tmpdir(), 'photonize-split-'));
afterAll(() => rmSync(OUTPUT, { recursive: true }));

describe.each(['later', 'split'])('%s', (name) => {
  const { entry, events } = bundleProgram(name);
  let expected: Answer[];
  let plain: Answer[];
  beforeAll(async () => {
    expected = await inProcesses(entry, events);
    plain = await inTurn(entry, events);
  });

  describe.concurrent.each(SPLITTERS)('as the files that $name makes', (splitter) => {
    const folder = join(OUTPUT, name, splitter.name.replace(/[^\w]+/g, '-'));
    const outdir = join(folder, 'photonized');
    let photonized: string;
    beforeAll(async () => {
      const index = await splitter.split(entry, join(folder, 'bundle'));
      await transformBundle([index], { outdir, isolation: { policy: 'bindings' } });
      photonized = join(outdir, basename(index));
    });

    test('consists of several files', () => {
      expect(readdirSync(outdir).filter((file) => /\.[cm]?js$/.test(file)).length).toBeGreaterThan(2);
    });

    test('answers in photons what processes answer', async () => {
      const actual = await together(withPhotons(photonized), events, 'forward');
      expect(differences(events, expected, actual)).toEqual([]);
    });

    test('behaves outside photons as the program does', async () => {
      expect(differences(events, plain, await inTurn(photonized, events))).toEqual([]);
    });
  });
});
