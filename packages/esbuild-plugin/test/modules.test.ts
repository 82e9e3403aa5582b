import { describe, expect, test } from 'vitest';
import { Project } from './support/project.js';

/** Builds the files, calls the handler of `entry.js` three times at once, and gives the one answer of all. */
async function answerOf(files: Record<string, string>): Promise<unknown> {
  const project = await Project.with(files);
  const { handler } = await project.load('entry.js');
  const [first, ...others] = await Promise.all([handler?.(), handler?.(), handler?.()]);
  for (const other of others) expect(other).toEqual(first);
  return first;
}

const STATE =
  'export let n = 0;\nexport let list = [];\nexport function hit() { n++; list.push(n); return n; }\n';
const STATE_IS_ITS_OWN = [1, 1, [1]];

describe('state is the photon’s own through', () => {
  test.each<[string, Record<string, string>]>([
    [
      'an import',
      {
        'entry.js':
          "import { hit, n, list } from './state.js';\nexport const handler = () => [hit(), n, list];",
      },
    ],
    [
      'a namespace',
      {
        'entry.js': "import * as s from './state.js';\nexport const handler = () => [s.hit(), s.n, s.list];",
      },
    ],
    [
      'a namespace that escapes',
      {
        'entry.js':
          "import * as s from './state.js';\nconst show = (x) => [x.hit(), x.n, x.list];\nexport const handler = () => show(s);",
      },
    ],
    [
      'a namespace in a constant',
      {
        'entry.js':
          "import * as s from './state.js';\nconst all = { s };\nexport const handler = () => [all.s.hit(), all.s.n, all.s.list];",
      },
    ],
    [
      'a dynamic import',
      {
        'entry.js':
          "export const handler = async () => { const s = await import('./state.js'); return [s.hit(), s.n, s.list]; };",
      },
    ],
    [
      '`require` of a module',
      { 'entry.js': "const s = require('./state.js');\nexports.handler = () => [s.hit(), s.n, s.list];" },
    ],
    [
      '`export *`',
      {
        'entry.js':
          "import { hit, n, list } from './barrel.js';\nexport const handler = () => [hit(), n, list];",
        'barrel.js': "export * from './state.js';",
      },
    ],
    [
      'a renaming chain',
      {
        'entry.js':
          "import { c as hit, d as n, list } from './two.js';\nexport const handler = () => [hit(), n, list];",
        'two.js':
          "import { b } from './one.js';\nexport { b as c };\nexport { n as d, list } from './one.js';",
        'one.js': "export { hit as b, n, list } from './state.js';",
      },
    ],
    [
      'a namespace export',
      {
        'entry.js': "import { s } from './barrel.js';\nexport const handler = () => [s.hit(), s.n, s.list];",
        'barrel.js': "export * as s from './state.js';",
      },
    ],
    [
      'an imported namespace that is exported',
      {
        'entry.js': "import { s } from './barrel.js';\nexport const handler = () => [s.hit(), s.n, s.list];",
        'barrel.js': "import * as s from './state.js';\nexport { s };",
      },
    ],
    [
      'a namespace as default export',
      {
        'entry.js': "import s from './barrel.js';\nexport const handler = () => [s.hit(), s.n, s.list];",
        'barrel.js': "import * as s from './state.js';\nexport default s;",
      },
    ],
    [
      'a default export that copies it',
      {
        'entry.js':
          "import list, { hit, n } from './copy.js';\nexport const handler = () => [hit(), n, list];",
        'copy.js': `${STATE}export default list;`,
      },
    ],
    [
      'a default export that copies an import',
      {
        'entry.js':
          "import list, { hit, n } from './copy.js';\nexport const handler = () => [hit(), n, list];",
        'copy.js':
          "import { list } from './state.js';\nexport { hit, n } from './state.js';\nexport default list;",
      },
    ],
  ])('%s', async (_, files) => {
    expect(await answerOf({ 'state.js': STATE, ...files })).toEqual(STATE_IS_ITS_OWN);
  });

  test('a star that an own constant hides', async () => {
    const answer = await answerOf({
      'state.js': STATE,
      'barrel.js': "export * from './state.js';\nexport const n = 'constant';",
      'entry.js': "import { hit, n } from './barrel.js';\nexport const handler = () => [hit(), n];",
    });
    expect(answer).toEqual([1, 'constant']);
  });

  test('cycles', async () => {
    const answer = await answerOf({
      'entry.js': "import { isEven } from './even.js';\nexport const handler = () => isEven(4);",
      'even.js':
        "import { isOdd, odds } from './odd.js';\nexport let evens = 0;\nexport const isEven = (n) => (evens++, n === 0 ? [evens, odds] : isOdd(n - 1));",
      'odd.js':
        "import { isEven } from './even.js';\nexport let odds = 0;\nexport const isOdd = (n) => (odds++, isEven(n - 1));",
    });
    expect(answer).toEqual([3, 2]);
  });

  test('top-level code of other modules that fills it', async () => {
    const answer = await answerOf({
      'entry.js':
        "import './plugin.js';\nimport { list, hit } from './state.js';\nexport const handler = () => [hit(), list];",
      'plugin.js': "import { hit } from './state.js';\nhit();\nhit();",
      'state.js': STATE,
    });
    expect(answer).toEqual([3, [1, 2, 3]]);
  });

  test('a package that was bundled before', async () => {
    const answer = await answerOf({
      'entry.js':
        "import counter from 'counter';\ncounter.hit();\nexport const handler = () => counter.hit();",
      'node_modules/counter/package.json': '{ "name": "counter", "type": "module", "exports": "./index.js" }',
      'node_modules/counter/index.js': [
        'var __commonJS = (cb, mod) => function __require() {',
        '  return mod || (0, cb[Object.keys(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;',
        '};',
        'var require_counter = __commonJS({ "counter.js"(exports) { var n = 0; exports.hit = () => ++n; } });',
        'export default require_counter();',
      ].join('\n'),
    });
    expect(answer).toBe(2);
  });

  test('statements that fill a function', async () => {
    const answer = await answerOf({
      'entry.js': [
        "import { createApp } from './app.js';",
        'let app = createApp();',
        "app.get('/a');",
        "app.get('/b');",
        "export const handler = () => { app.get('/c'); return app.routes; };",
      ].join('\n'),
      'app.js':
        'export function createApp() { const app = () => {}; app.routes = []; app.get = (path) => app.routes.push(path); return app; }',
    });
    expect(answer).toEqual(['/a', '/b', '/c']);
  });
});
