import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bundling, Programs, SOURCES } from './support/programs.js';
import { type Mode, type Shown, shown, stacksOf } from './support/stacks.js';

const programs = new Programs();
afterAll(() => programs.remove());

type Stacks = Record<string, Partial<Shown>>;

async function shownStacks(program: string, mode: Mode): Promise<Stacks> {
  const stacks = await stacksOf(program, mode);
  return Object.fromEntries(Object.entries(stacks).map(([name, stack]) => [name, shown(stack, SOURCES)]));
}

/** Minifiers call functions what they like, in messages too; Node asks the map for their names only at times. */
function placesOf(stacks: Stacks): Stacks {
  return Object.fromEntries(Object.entries(stacks).map(([name, { places = [] }]) => [name, { places }]));
}

describe('errors of photonized modules have the stacks of the original', () => {
  let expected: Stacks;
  beforeAll(async () => {
    expected = await shownStacks(await programs.original(), 'root');
    expect(Object.keys(expected).length).toBeGreaterThan(40);
    for (const { places } of Object.values(expected)) expect(places).not.toEqual([]);
  });

  test.each(['root', 'photon'] as const)('module by module: %s', async (mode) => {
    expect(await shownStacks(await programs.photonized(), mode)).toEqual(expected);
  });
});

const BUNDLINGS: readonly Bundling[] = (['esm', 'cjs'] as const).flatMap((format) =>
  [false, true].map((minify) => ({ format, minify })),
);

describe.each(BUNDLINGS)(
  'errors of bundles have the stacks of the plain one: $format, minified: $minify',
  (bundling) => {
    const seen = bundling.minify ? placesOf : withoutUnderscores;
    let expected: Stacks;
    beforeAll(async () => {
      expected = seen(await shownStacks(await programs.bundle('plain', bundling), 'root'));
    });

    test.each(['root', 'photon'] as const)('bundled with the plugin: %s', async (mode) => {
      expect(seen(await shownStacks(await programs.bundle('plugin', bundling), mode))).toEqual(expected);
    });

    test.each(['root', 'photon'] as const)('transformed when finished: %s', async (mode) => {
      expect(seen(await shownStacks(await programs.transformed(bundling), mode))).toEqual(expected);
    });
  },
);

/** esbuild renames classes that name themselves inside, which photonized ones may no longer do: `_Account`. */
function withoutUnderscores(stacks: Stacks): Stacks {
  return JSON.parse(JSON.stringify(stacks).replaceAll('"_', '"')) as Stacks;
}
