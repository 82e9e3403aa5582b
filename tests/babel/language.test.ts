import { afterAll, describe, expect, test } from 'vitest';
import { BABEL_8, BABELS, type Babel } from '../../packages/babel-plugin/test/support/babel.js';
import { type Answer, differences } from '../law/support/answers.js';
import { allCases, type Case } from '../law/support/cases.js';
import { inProcesses, inTurn, together } from '../law/support/processes.js';
import { type Configuration, composed, isKnownToBabel, simplest } from './support/configurations.js';
import { Programs } from './support/programs.js';

const programs = new Programs();
afterAll(() => programs.remove(), 60_000);

/**
 * Each case is compiled by both versions of Babel, in the simplest configuration and in one other. All others take
 * minutes: BABEL_CONFIGURATIONS=all.
 */
function combinations(fixture: Case, index: number): [Babel, Configuration][] {
  const others = composed(fixture);
  return BABELS.flatMap((babel) => {
    const turn = (2 * index + babel.major) % others.length;
    const chosen = process.env.BABEL_CONFIGURATIONS === 'all' ? others : others.slice(turn, turn + 1);
    return [simplest(fixture), ...chosen].map((configuration): [Babel, Configuration] => [
      babel,
      configuration,
    ]);
  });
}

const cases = allCases().filter(isKnownToBabel);

describe.concurrent.each(cases.map((fixture, index) => ({ name: fixture.name, fixture, index })))(
  '$name',
  ({ fixture, index }) => {
    const { events } = fixture;
    const original = once(() => programs.compile(fixture, BABEL_8, simplest(fixture), 'plain').entry);
    const inFreshProcesses = once(async () => fixture.expected ?? (await inProcesses(original(), events)));
    const oneAfterAnother = once(() => inTurn(original(), events));

    describe.each(
      combinations(fixture, index).map(([babel, { name }], i) => ({ major: babel.major, name, i })),
    )('compiled by Babel $major, $name', ({ i }) => {
      const [babel, configuration] = combinations(fixture, index)[i] as [Babel, Configuration];

      // What Babel makes differs from the source in details, such as names of functions in old engines.
      const compiledPlainly = () => programs.compile(fixture, babel, configuration, 'plain').entry;

      test('answers in photons what fresh processes answer', async () => {
        const { photons } = programs.compile(fixture, babel, configuration, 'photonized');
        const actual = await together(photons, events, 'forward');
        await expectSame(events, await inFreshProcesses(), actual, () =>
          inProcesses(compiledPlainly(), events),
        );
      });

      if (configuration === simplest(fixture)) return;
      test('behaves outside photons as the original does', async () => {
        const { entry } = programs.compile(fixture, babel, configuration, 'photonized');
        const actual = await inTurn(entry, events);
        await expectSame(events, await oneAfterAnother(), actual, () => inTurn(compiledPlainly(), events));
      });
    });
  },
);

/** @param alternative answers of which each part is as good; asked for only if there are differences */
async function expectSame(
  events: readonly unknown[],
  expected: readonly Answer[],
  actual: readonly Answer[],
  alternative: () => Promise<readonly Answer[]>,
): Promise<void> {
  let found = differences(events, expected, actual);
  if (found.length > 0) found = differences(events, expected, actual, await alternative());
  expect(found, found.join('\n')).toEqual([]);
}

/** Makes something when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
