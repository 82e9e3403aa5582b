import { expect, test } from 'vitest';
import { photonize } from '../src/index.js';
import { Project } from './support/project.js';

const LEAKY = [
  "import { setImmediate as turn } from 'node:timers/promises';",
  'let user;',
  'export async function answer(name) { user = name; await turn(); await turn(); return user; }',
].join('\n');

const USERS = ['ann', 'bob', 'cy', 'dee'];

test.each(['esm', 'cjs'] as const)(
  'handlers name their adapters, whose code comes with the bundle: %s',
  async (format) => {
    const project = await Project.with({
      'leaky.js': LEAKY,
      'entry.js': [
        "import { currentPhoton } from '@photonize/runtime';",
        "import { answer } from './leaky.js';",
        'export const handler = async ({ user }, context) => [await answer(user), currentPhoton().id];',
        'export const main = async ({ user }, store, id) => ({ user: await answer(user), id, store: store.size });',
        'export default { fetch: async (request) => new Response(await answer(new URL(request.url).hash)) };',
      ].join('\n'),
    });
    const handlers = { handler: 'lambda', main: 'openwhisk', default: 'web' } as const;
    const loaded = (await project.load('entry.js', { handlers }, { format })) as Record<string, unknown>;
    const { handler, main } = loaded as Record<string, (...args: unknown[]) => Promise<unknown>>;
    const byLambda = USERS.map((user) => handler?.({ user }, { awsRequestId: `id-${user}` }));
    expect(await Promise.all(byLambda)).toEqual(USERS.map((user) => [user, `id-${user}`]));
    const byWhisk = USERS.map((user) => {
      process.env.__OW_ACTIVATION_ID = `id-${user}`;
      return main?.({ user });
    });
    expect(await Promise.all(byWhisk)).toEqual(USERS.map((user) => ({ user, id: `id-${user}`, store: 0 })));
    const site = defaultOf(loaded) as { fetch(request: Request): Promise<Response> };
    const byWeb = USERS.map(async (user) => (await site.fetch(new Request(`http://x/#${user}`))).text());
    expect(await Promise.all(byWeb)).toEqual(USERS.map((user) => `#${user}`));
  },
);

/** Node gives the exports of CommonJS as the default, too. */
function defaultOf(loaded: Record<string, unknown>): unknown {
  const { default: found } = loaded;
  return (found as Record<string, unknown>).default ?? found;
}

test('an adapter that does not exist is PHO1012', () => {
  expect(() => photonize({ handlers: { handler: 'lamda' as 'lambda' } })).toThrow(
    /PHO1012: unknown adapter `lamda`; did you mean `lambda`/,
  );
});
