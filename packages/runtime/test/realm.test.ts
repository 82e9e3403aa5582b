import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

test('the runtime needs nothing of its realm but the language: hosts may run code without Node’s globals', async () => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, '../src/index.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
  });
  const module = { exports: {} as typeof import('../src/index.js') };
  const realm = createContext({ module, require: (name: string) => process.getBuiltinModule(name) });
  new Script(outputFiles[0]?.text ?? '').runInContext(realm);
  const { defineModule, runPhoton } = module.exports;
  const table = defineModule('a.js', {}, { lets: ['n'] });
  table.init('n', () => 1);
  expect(await runPhoton(() => table.record().n)).toBe(1);
});
