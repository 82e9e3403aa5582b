import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { type Loader, transform } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { type Answer, differences } from './support/answers.js';
import { Bundles } from './support/bundles.js';
import { allCases, type Case, type Format } from './support/cases.js';
import { compiled } from './support/golden.js';
import { inProcesses, inTurn, together } from './support/processes.js';

const bundles = new Bundles();
afterAll(() => bundles.remove());

describe.concurrent.each(allCases())('$name', (fixture) => {
  test('compiles to the golden text', () => checkGolden(fixture));

  describe.each(fixture.settings.formats)('as %s', (format) => {
    test('answers in photons what fresh processes answer', async () => {
      const { events } = fixture;
      const expected = fixture.expected ?? (await inProcesses(await oracle(fixture, format), events));
      const program = await bundles.get(fixture, 'photons', format);
      for (const order of ['forward', 'reversed'] as const) {
        const actual = await together(program, events, order);
        expectSame(events, expected, actual, order);
      }
    });

    test('behaves outside photons as the original does', async () => {
      const { events } = fixture;
      const expected = await inTurn(await bundles.get(fixture, 'plain', format), events);
      const actual = await inTurn(await bundles.get(fixture, 'root', format), events);
      expectSame(events, expected, actual, 'one after another');
    });
  });
});

function expectSame(
  events: readonly unknown[],
  expected: readonly Answer[],
  actual: readonly Answer[],
  order: string,
): void {
  const found = differences(events, expected, actual);
  expect(found, `${order}:\n${found.join('\n')}`).toEqual([]);
}

function oracle(fixture: Case, format: Format): Promise<string> | string {
  return fixture.settings.oracle === 'source' ? fixture.entry : bundles.get(fixture, 'plain', format);
}

async function checkGolden(fixture: Case): Promise<void> {
  const outputs = await compiled(fixture);
  if (process.env.UPDATE_GOLDEN) updateGolden(fixture, outputs);
  expect(goldenFiles(fixture)).toEqual([...outputs.keys()].sort());
  for (const [name, code] of outputs) {
    expect(code, `${name}; update with UPDATE_GOLDEN=1`).toBe(
      await readFile(join(fixture.folder, name), 'utf8'),
    );
    const tsconfigRaw = JSON.stringify(fixture.settings.tsconfig);
    await transform(code, { loader: loaderOf(name), tsconfigRaw });
  }
}

function updateGolden(fixture: Case, outputs: ReadonlyMap<string, string>): void {
  const { folder } = fixture;
  for (const name of goldenFiles(fixture)) rmSync(join(folder, name));
  for (const [name, code] of outputs) writeFileSync(join(folder, name), code);
}

function goldenFiles({ folder }: Case): string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('output.'))
    .sort();
}

function loaderOf(name: string): Loader {
  const extension = extname(name).slice(1).replace(/^[mc]/, '');
  return extension as Loader;
}
