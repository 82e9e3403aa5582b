import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Types } from '../src/index.js';

const SHAPES = `
export interface Fixed { readonly retries: number; readonly hosts: readonly string[]; readonly next?: Fixed }
export interface Loose { retries: number }
export interface Runs { readonly a: 1; run(): void }
export class Point { readonly x = 1; }
export enum Level { Low, High }
`;

const READONLY = [
  "{ x: 1, list: ['a', { b: 2 }], f: () => 1 } as const",
  "{ retries: 1, hosts: ['a'] } as Fixed",
  '{ retries: 1 } as Readonly<Loose>',
  'Object.freeze({ a: 1, b: "c" })',
  "new Map([['a', [1]]]) as ReadonlyMap<string, readonly number[]>",
  "new Set(['a']) as ReadonlySet<string>",
  "['a', null, undefined] as readonly (string | null | undefined)[]",
  '[1, { a: 1 }] as readonly [number, { readonly a: number }]',
  '{} as Readonly<Record<string, Fixed>>',
  '{} as { readonly [name: string]: Level }',
  'undefined as Fixed | undefined',
  '{ a: 1 } as { readonly a: 1 } & { readonly b?: 2 }',
];

const MUTABLE = [
  '{ a: 1 }',
  '{ retries: 1 } as Loose',
  "['a']",
  '[1] as [number]',
  "new Map([['a', [1]]]) as ReadonlyMap<string, number[]>",
  "new Set(['a'])",
  '[] as readonly (Fixed | Loose)[]',
  'Object.freeze({ a: 1, b: { c: 1 } })',
  '{ at: new Date() } as { readonly at: Date }',
  '{ re: /a/ } as { readonly re: RegExp }',
  '{ a: 1, run() {} } as Runs',
  'new Point()',
  '{} as { [name: string]: Level }',
  '{} as { readonly a: any }',
  '{} as { readonly a: unknown }',
  '{ a: 1 } as { readonly a: 1 } & { b?: 2 }',
];

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'photonize-types-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

const CONFIG = JSON.stringify({
  compilerOptions: { strict: true, target: 'es2022', module: 'nodenext', types: [] },
});

test('tells which variables hold what nobody may change', async () => {
  const values = [...READONLY, ...MUTABLE];
  const names = values.map((_, i) => `v${i}`);
  const folder = await folderWith({
    'tsconfig.json': CONFIG,
    'shapes.ts': SHAPES,
    'values.ts': [
      "import { type Fixed, Level, type Loose, Point, type Runs } from './shapes.js';",
      ...values.map((value, i) => `export const v${i} = ${value};`),
    ].join('\n'),
  });
  const found = new Types().readonlyVariables(join(folder, 'values.ts'), names);
  expect(found.map((name) => values[names.indexOf(name)])).toEqual(READONLY);
});

test('knows nothing of files without a configuration, and of variables that are not there', async () => {
  const folder = await folderWith({ 'a.ts': 'export const a = { b: 1 } as const;' });
  const types = new Types();
  expect(types.readonlyVariables(join(folder, 'a.ts'), ['a'])).toEqual([]);
  await writeFile(join(folder, 'tsconfig.json'), CONFIG);
  expect(types.readonlyVariables(join(folder, 'a.ts'), ['a', 'b'])).toEqual(['a']);
});

test('reads files again in the next build', async () => {
  const folder = await folderWith({
    'tsconfig.json': CONFIG,
    'shapes.ts': SHAPES,
    'a.ts': "import type { Loose } from './shapes.js';\nexport const a: Loose = { retries: 1 };",
  });
  const types = new Types();
  expect(types.readonlyVariables(join(folder, 'a.ts'), ['a'])).toEqual([]);
  await writeFile(join(folder, 'shapes.ts'), SHAPES.replace('{ retries', '{ readonly retries'));
  types.startBuild();
  expect(types.readonlyVariables(join(folder, 'a.ts'), ['a'])).toEqual(['a']);
});
