import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { context, ROOT } from '../src/photon/context.js';
import { frames } from '../src/photon/frames.js';
import { Photon } from '../src/photon/photon.js';

describe('frames', () => {
  test('are found on this Node, so that lookups need not search', () => {
    expect(context.run(ROOT, () => frames.current())).toEqual(expect.any(Object));
    expect(context.run(ROOT, () => frames.current() === context.getStore())).toBe(false);
  });

  test('last as long as a context does, and are of one context', async () => {
    const [first, second] = [new Photon(), new Photon()];
    await context.run(first, async () => {
      const frame = frames.current();
      await null;
      expect(frames.current()).toBe(frame);
      await new Promise(setImmediate);
      expect(frames.current()).toBe(frame);
      expect(context.run(second, () => frames.current())).not.toBe(frame);
    });
  });
});

describe.each([['with frames'], ['without frames', '--no-async-context-frame']])('%s', (_, ...flags) => {
  test('each photon finds its own record in whatever context it runs', () => {
    const script = join(import.meta.dirname, 'support', 'frames.ts');
    const printed = execFileSync(process.execPath, [...flags, script], { encoding: 'utf8' });
    expect(JSON.parse(printed)).toEqual({
      inTurns: [3, 30, 4],
      atRoot: [200, 300, 400],
      photons: [
        [1, 2, 5 + 6, 7, 8],
        [10, 20, 40 + 50, 60, 70],
      ],
      afterwards: 500,
    });
  });
});
