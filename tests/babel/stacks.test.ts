import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BABELS, type Babel } from '../../packages/babel-plugin/test/support/babel.js';
import { SOURCES } from '../source-maps/support/programs.js';
import { type Mode, type Shown, shown, stacksOf } from '../source-maps/support/stacks.js';
import { ALONE, COMPOSED, type Configuration } from './support/configurations.js';
import { Programs } from './support/programs.js';

const programs = new Programs();
afterAll(() => programs.remove());

const SOURCE = {
  name: 'stacks',
  folder: fileURLToPath(new URL('../../fixtures/stacks', import.meta.url)),
  files: SOURCES,
};

type Stacks = Record<string, Partial<Shown>>;

/** Programs with a construct that Babel makes a call of for old engines. Such calls have no place of their own. */
const MADE_CALLS = ['callingSpread', 'iterating', 'spreading', 'tagging'];

/**
 * The stacks of all programs, as far as they can be compared. Maps of Babel 7 name all that is called, and Node
 * takes that for the names of functions; in old engines functions are called otherwise.
 */
async function stacksIn(program: string, mode: Mode, { babel, configuration }: Combination): Promise<Stacks> {
  const { isForOldEngines = false } = configuration;
  const stacks = Object.entries(await stacksOf(program, mode)).map(
    ([name, stack]): [string, Partial<Shown>] => {
      const { names, ...others } = shown(stack, SOURCES);
      return [name, babel.major === 7 || isForOldEngines ? others : { names, ...others }];
    },
  );
  return Object.fromEntries(stacks.filter(([name]) => !(isForOldEngines && MADE_CALLS.includes(name))));
}

interface Combination {
  readonly babel: Babel;
  readonly configuration: Configuration;
  readonly title: string;
}

const COMBINATIONS = BABELS.flatMap((babel): Combination[] =>
  [ALONE, ...COMPOSED].map((configuration) => ({
    babel,
    configuration,
    title: `by Babel ${babel.major}, ${configuration.name}`,
  })),
);

describe.each(COMBINATIONS)(
  'errors have the stacks that they have without photonize: compiled $title',
  (combination) => {
    const { babel, configuration } = combination;
    let expected: Stacks;
    beforeAll(async () => {
      const { entry } = programs.compile(SOURCE, babel, configuration, 'plain');
      expected = await stacksIn(entry, 'root', combination);
      expect(Object.keys(expected).length).toBeGreaterThan(40 - MADE_CALLS.length);
    });

    test.each(['root', 'photon'] as const)('%s', async (mode) => {
      const { entry } = programs.compile(SOURCE, babel, configuration, 'photonized');
      expect(await stacksIn(entry, mode, combination)).toEqual(expected);
    });
  },
);
