import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { Folder, users } from './support/cli.js';

const NOISY = `
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
console.log('loading');
export async function handler(event) {
  console.log('log', event.user);
  process.stdout.write('write\\n');
  await wait(event.ms);
  console.info('done', event.user);
  return event.user;
}
`;

describe('answers', () => {
  test.each([1, 7, 40])('come in the order of the events at concurrency %i', async (concurrency) => {
    const folder = await Folder.with({ 'f.mjs': NOISY });
    const events = users(40);
    const answers = await folder.answers('f.mjs', events, '--concurrency', String(concurrency));
    expect(answers).toEqual(events.map(({ user }) => ({ ok: user })));
  });

  test('are alone on stdout; what the function prints goes to stderr', async () => {
    const folder = await Folder.with({ 'f.mjs': NOISY });
    const { exitCode, stdout, stderr } = await folder.photonize(
      ['run', 'f.mjs', '--events', '-'],
      '{"user":"ann","ms":1}',
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '{"ok":"ann"}\n' });
    expect(stderr).toBe('loading\nlog ann\nwrite\ndone ann\n');
  });

  test('are printed as soon as all earlier ones are there', async () => {
    const source = `
      import { existsSync } from 'node:fs';
      export async function handler(event) {
        while (event === 1 && !existsSync('seen')) await new Promise((resolve) => setTimeout(resolve, 5));
        return event;
      }`;
    const folder = await Folder.with({ 'f.mjs': source });
    const child = folder.start(['run', 'f.mjs', '--events', '-', '--concurrency', '3'], '0\n1\n2\n');
    const [first] = (await once(child.stdout, 'data')) as [Buffer];
    expect(first.toString()).toBe('{"ok":0}\n');
    await folder.write('seen', '');
    expect(await text(child.stdout)).toBe('{"ok":1}\n{"ok":2}\n');
  });

  test('hold errors of the function, whatever it throws, and exit with 0', async () => {
    const source = `
      const THROWN = [new RangeError('too far'), 'text', { code: 5 }, { name: 'N', message: 'm' }, undefined, null];
      exports.handler = (index) => { throw THROWN[index]; };`;
    const folder = await Folder.with({ 'f.cjs': source });
    const { exitCode, stdout, stderr } = await folder.photonize(
      ['run', 'f.cjs', '--events', '-'],
      '[0,1,2,3,4,5]',
    );
    expect(exitCode).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toEqual([
      { error: { name: 'RangeError', message: 'too far' } },
      { error: { name: 'string', message: 'text' } },
      { error: { name: 'object', message: '{ code: 5 }' } },
      { error: { name: 'N', message: 'm' } },
      { error: { name: 'undefined', message: 'undefined' } },
      { error: { name: 'object', message: 'null' } },
    ]);
    expect(stderr).toMatch(/event 0: RangeError: too far\n +at .*f\.cjs:2:/);
  });

  test('that JSON cannot hold are errors; undefined is null', async () => {
    const source = `
      const RESULTS = [undefined, 1n, () => 1, Symbol('s'), { toJSON() { throw new Error('no'); } }, NaN];
      const cycle = {}; cycle.cycle = cycle;
      export const handler = (index) => [...RESULTS, cycle][index];`;
    const folder = await Folder.with({ 'f.mjs': source });
    expect(await folder.answers('f.mjs', [0, 1, 2, 3, 4, 5, 6])).toEqual([
      { ok: null },
      { error: { name: 'TypeError', message: expect.stringContaining('BigInt') } },
      { error: { name: 'TypeError', message: expect.stringContaining('a function') } },
      { error: { name: 'TypeError', message: expect.stringContaining('a symbol') } },
      { error: { name: 'Error', message: 'no' } },
      { ok: null },
      { error: { name: 'TypeError', message: expect.stringContaining('circular') } },
    ]);
  });

  test('tell of handlers that never settle', async () => {
    const source = 'export const handler = (e) => e === 0 ? new Promise(() => {}) : e;';
    const folder = await Folder.with({ 'f.mjs': source });
    const never = { error: { name: 'NeverSettled', message: expect.any(String) } };
    expect(await folder.answers('f.mjs', [0, 1, 0, 0, 2], '--concurrency', '2')).toEqual([
      never,
      { ok: 1 },
      never,
      never,
      { ok: 2 },
    ]);
  });
});

describe('events', () => {
  const ECHO = { 'f.mjs': 'export const handler = (event) => ({ event });' };

  test.each([
    {
      name: 'JSON lines with empty ones',
      text: '\n{"a":1}\r\n\n  [2]\n"three"',
      events: [{ a: 1 }, [2], 'three'],
    },
    { name: 'lines that are arrays', text: '[1]\n[2]\n', events: [[1], [2]] },
    { name: 'one array', text: '\uFEFF [\n  1,\n  {"a": [2]}\n]\n', events: [1, { a: [2] }] },
    { name: 'nothing', text: '', events: [] },
  ])('$name', async ({ text, events }) => {
    const folder = await Folder.with({ ...ECHO, 'events.json': text });
    const { exitCode, stdout } = await folder.photonize(['run', 'f.mjs', '--events', 'events.json']);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(events.map((event) => `${JSON.stringify({ ok: { event } })}\n`).join(''));
  });
});

describe('handlers', () => {
  test('are found in ES modules, CommonJS modules and default exports', async () => {
    const folder = await Folder.with({
      'a.mjs': 'export const run = () => "esm";',
      'b.cjs': 'module.exports = Object.assign({}, { run: () => "cjs" });',
      'c.mjs': 'export default { run() { return "default"; } };',
      'd.cjs': 'module.exports = () => "itself";',
    });
    expect(await folder.answers('a.mjs', [0], '--handler', 'run')).toEqual([{ ok: 'esm' }]);
    expect(await folder.answers('b.cjs', [0], '--handler', 'run')).toEqual([{ ok: 'cjs' }]);
    expect(await folder.answers('c.mjs', [0], '--handler', 'run')).toEqual([{ ok: 'default' }]);
    expect(await folder.answers('d.cjs', [0], '--handler', 'default')).toEqual([{ ok: 'itself' }]);
  });

  test('called main get the shared store and an id of their own', async () => {
    const source = `
      export async function main(event, store, photonId) {
        await store.getOrCreate('model', () => ({ uses: 0 }));
        return store.exclusive('model', () => ({ event, uses: ++store.get('model').uses, photonId }));
      }`;
    const folder = await Folder.with({ 'f.mjs': source });
    const answers = await folder.answers('f.mjs', ['a', 'b'], '--handler', 'main', '--concurrency', '2');
    expect(answers).toMatchObject([{ ok: { event: 'a', uses: 1 } }, { ok: { event: 'b', uses: 2 } }]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer).split('photonId')[1])).size).toBe(2);
  });
});

test('an error that escapes the handler ends the command, with the answers so far', async () => {
  const source = `
    export async function handler(event) {
      if (event === 1) setTimeout(() => { throw new Error('late'); }, 1);
      await new Promise((resolve) => setTimeout(resolve, event * 1000));
      return event;
    }`;
  const folder = await Folder.with({ 'f.mjs': source });
  const { exitCode, stdout, stderr } = await folder.photonize(['run', 'f.mjs', '--events', '-'], '0\n1\n2\n');
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '{"ok":0}\n' });
  expect(stderr).toContain(
    'error PHO9009: the function brought the process down with 2 events unanswered: Error: late',
  );
});

test('what the function leaves running does not keep the command from ending', async () => {
  const folder = await Folder.with({
    'f.mjs': 'setInterval(() => {}, 100); export const handler = () => 1;',
  });
  expect(await folder.photonize(['run', 'f.mjs', '--events', '-'], '0')).toMatchObject({
    exitCode: 0,
    stdout: '{"ok":1}\n',
  });
});
