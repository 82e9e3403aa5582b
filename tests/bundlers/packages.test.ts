import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFile } from '@photonize/cli';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { differences } from '../law/support/answers.js';
import { inProcesses, together } from '../law/support/processes.js';
import { withPhotons } from './support/photons.js';

const OUTPUT = mkdtempSync(join(tmpdir(), 'photonize-packages-'));
afterAll(() => rmSync(OUTPUT, { recursive: true }));

/** What CommonJS packages expect to find around them. */
const BANNER = `import { createRequire as $createRequire } from 'node:module';
var require = $createRequire(import.meta.url);`;

const SOURCE = `(function () { var n = 0, f = n => [n * 2, -n]; return f(++n); })();
class Point { static origin = new Point(0); constructor(x) { this.x = x; } }
for (var key in (key in Point)) console.log(key, (a, b), (() => {})());`;

/** Both change what photons share, and count meanwhile; a finished bundle of them is one module with one table. */
const EVENTS: Record<string, readonly object[]> = {
  terser: [
    { source: SOURCE, toplevel: true },
    { source: `let a = 1; ${SOURCE}`, toplevel: false },
  ],
  babel: [
    { source: SOURCE, compact: true },
    { source: `let a = 1; ${SOURCE}`, compact: false },
  ],
};

describe.each(Object.entries(EVENTS))('a finished bundle with %s', (name, events) => {
  describe.each([
    ['as it is', false],
    ['minified', true],
  ])('%s', (_kind, minify) => {
    const entry = fileURLToPath(new URL(`programs/${name}.js`, import.meta.url));
    const bundle = join(OUTPUT, `${name}-${minify}`, 'bundle.mjs');
    const photonized = join(OUTPUT, `${name}-${minify}`, 'photonized.mjs');
    beforeAll(async () => {
      const options = { minify, outfile: bundle, format: 'esm', banner: { js: BANNER } } as const;
      await build({ ...options, entryPoints: [entry], bundle: true, platform: 'node', logLevel: 'silent' });
      await transformFile(bundle, { output: photonized, isolation: { policy: 'bindings' } });
    });

    test('answers in photons what processes answer', async () => {
      const expected = await inProcesses(bundle, events);
      expect(JSON.stringify(expected)).toContain('origin');
      const actual = await together(withPhotons(photonized), events, 'forward');
      expect(differences(events, expected, actual)).toEqual([]);
    });
  });
});
