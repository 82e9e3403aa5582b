import { describe, expect, test } from 'vitest';
import { Project } from './support/project.js';

const LIMITS = '{ "level": 1, "tags": ["a"], "default": 7, "__proto__": { "level": 2 } }';

/** Builds under policy `strict`, and gives what three photons answer one after the other. */
async function answersOf(files: Record<string, string>, policy: 'strict' | 'bindings' = 'strict') {
  const project = await Project.with({ 'limits.json': LIMITS, ...files });
  const choices: Record<string, string> = {};
  const { handler } = await project.load('entry.js', {
    policy,
    onModule: ({ filename, choice }) => {
      choices[filename] = choice;
    },
  });
  const answers = [await handler?.(), await handler?.(), await handler?.()];
  return { answers, choice: choices['limits.json'] };
}

describe('objects in JSON files are the photon’s own', () => {
  test.each<[string, string]>([
    [
      'required',
      "const limits = require('./limits.json');\nexports.handler = () => [limits.level++, limits.tags.push('b')];",
    ],
    [
      'imported',
      "import limits from './limits.json';\nexport const handler = () => [limits.level++, limits.tags.push('b')];",
    ],
    [
      'imported with attributes',
      "import limits from './limits.json' with { type: 'json' };\nexport const handler = () => [limits.level++, require('./limits.json').tags.push('b')];",
    ],
    [
      'imported by name',
      "import { level, tags } from './limits.json';\nexport const handler = () => [level, tags.push('b')];",
    ],
    [
      'passed on',
      "import * as all from './all.js';\nexport const handler = () => [all.limits.level++, all.limits.tags.push('b')];",
    ],
    [
      'imported when needed',
      "export const handler = async () => {\n  const { default: limits } = await import('./limits.json', { with: { type: 'json' } });\n  return [limits.level++, limits.tags.push('b')];\n};",
    ],
  ])('%s', async (_, entry) => {
    const all = "export { default as limits } from './limits.json' with { type: 'json' };\n";
    const { answers, choice } = await answersOf({ 'entry.js': entry, 'all.js': all });
    expect({ answers, choice }).toEqual({
      answers: [
        [1, 2],
        [1, 2],
        [1, 2],
      ],
      choice: 'instance',
    });
  });

  test('with `__proto__` as a property like others', async () => {
    const entry =
      "import limits from './limits.json';\nexport const handler = () => { limits.tags = []; return [limits.level, Object.keys(limits).length]; };";
    const { answers, choice } = await answersOf({ 'entry.js': entry });
    expect({ first: answers[0], choice }).toEqual({ first: [1, 4], choice: 'instance' });
  });
});

describe('shared is', () => {
  test.each<[string, string]>([
    [
      'a file that is only read',
      "import limits from './limits.json';\nexport const handler = () => [limits.level, limits.tags.join()];",
    ],
    [
      'the same with `require`',
      "const { tags, level } = require('./limits.json');\nexports.handler = () => [level, tags.join()];",
    ],
  ])('%s', async (_, entry) => {
    const { answers, choice } = await answersOf({ 'entry.js': entry });
    expect({ answers, choice }).toEqual({ answers: Array(3).fill([1, 'a']), choice: 'shared' });
  });

  test('every file under policy `bindings`', async () => {
    const entry = "import limits from './limits.json';\nexport const handler = () => limits.level++;";
    const { answers, choice } = await answersOf({ 'entry.js': entry }, 'bindings');
    expect({ answers, choice }).toEqual({ answers: [1, 2, 3], choice: undefined });
  });

  test('its text', async () => {
    const entry =
      "import text from './limits.json' with { type: 'text' };\nexport const handler = () => text.length;";
    const { answers } = await answersOf({ 'entry.js': entry });
    expect(answers).toEqual(Array(3).fill(LIMITS.length));
  });
});

test('an error in JSON is reported as esbuild reports it', async () => {
  const project = await Project.with({
    'entry.js': "import limits from './limits.json';\nexport const handler = () => limits.level++;",
    'limits.json': '{ "level": 1, }',
  });
  await expect(project.load('entry.js', { policy: 'strict' })).rejects.toThrow(
    /limits\.json:1:12: ERROR: JSON does not support trailing commas/,
  );
});
