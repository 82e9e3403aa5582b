import { afterAll, expect, test } from 'vitest';
import { differences } from './support/answers.js';
import { Bundles } from './support/bundles.js';
import { caseNamed } from './support/cases.js';
import { inProcesses, together } from './support/processes.js';

const bundles = new Bundles();
afterAll(() => bundles.remove());

// If programs that were not photonized passed as well, the tests of the law would prove nothing.
test.each([
  'writes/assignments',
  'capture/queue',
  'statics/fields',
  'modules/live-bindings',
  'commonjs/module-exports',
])('the plain bundle of %s leaks from one event into another', async (name) => {
  const fixture = caseNamed(name);
  const program = await bundles.get(fixture, 'plain', 'cjs');
  const expected = await inProcesses(program, fixture.events);
  const actual = await together(program, fixture.events, 'forward');
  expect(differences(fixture.events, expected, actual)).not.toEqual([]);
});
