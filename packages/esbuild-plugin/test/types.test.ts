import { describe, expect, test } from 'vitest';
import { Project } from './support/project.js';

const CONFIG = JSON.stringify({
  compilerOptions: { strict: true, target: 'es2022', module: 'preserve', allowImportingTsExtensions: true },
});

const CONST = "export const limits = { level: 1, hosts: ['a'] } as const;\n";

/** Hands `limits` to code that nobody can follow. */
const HANDS_OUT =
  "import { limits } from './limits.ts';\nconst kept = [];\nexport const handler = () => kept.push(limits) + limits.hosts.length;\n";

/** The fate of `limits` under policy `strict`, and what three photons answer. */
async function fateOf(files: Record<string, string>) {
  const project = await Project.with({ 'tsconfig.json': CONFIG, ...files });
  let fate: string | undefined;
  const { handler } = await project.load(files['entry.js'] ? 'entry.js' : 'entry.ts', {
    policy: 'strict',
    onModule: ({ bindings }) => {
      fate = bindings.find(({ name }) => name === 'limits')?.fate ?? fate;
    },
  });
  return { fate, answers: [await handler?.(), await handler?.(), await handler?.()] };
}

describe('what types let nobody change is shared', () => {
  test.each<[string, Record<string, string>]>([
    ['if it is exported, and handed out', { 'limits.ts': CONST, 'entry.ts': HANDS_OUT }],
    [
      'by an annotation that is declared elsewhere',
      {
        'config.ts': 'export interface Config { readonly level: number; readonly hosts: readonly string[] }',
        'limits.ts':
          "import type { Config } from './config.ts';\nexport const limits: Config = { level: 1, hosts: ['a'] };\n",
        'entry.ts': HANDS_OUT,
      },
    ],
    [
      'in its own file',
      {
        'entry.ts':
          "const limits = { level: 1, hosts: ['a'] } as const;\nconst kept: unknown[] = [];\nexport const handler = () => kept.push(limits) + limits.hosts.length;",
      },
    ],
  ])('%s', async (_, files) => {
    expect(await fateOf(files)).toEqual({ fate: 'shared', answers: [2, 2, 2] });
  });
});

describe('isolated is', () => {
  test.each<[string, Record<string, string>]>([
    ['what types let anybody change', { 'limits.ts': CONST.replace(' as const', ''), 'entry.ts': HANDS_OUT }],
    [
      'what a part of is not readonly',
      {
        'limits.ts':
          "export const limits: { readonly level: number; readonly hosts: string[] } = { level: 1, hosts: ['a'] };\n",
        'entry.ts': HANDS_OUT,
      },
    ],
    [
      'what code changes, whatever its type',
      {
        'limits.ts': CONST,
        'entry.js':
          "import { limits } from './limits.ts';\nexport const handler = () => { limits.hosts.push('b'); return limits.hosts.length; };",
      },
    ],
    [
      'what has methods that may change it',
      {
        'limits.ts':
          "export const limits = { level: 1, hosts: ['a'], add() { (this.hosts as string[]).push('b'); } } as const;\n",
        'entry.ts':
          "import { limits } from './limits.ts';\nconst kept = [];\nexport const handler = () => { limits.add(); return kept.push(limits) + limits.hosts.length - 1; };\n",
      },
    ],
  ])('%s', async (_, files) => {
    expect(await fateOf(files)).toEqual({ fate: 'isolated', answers: [2, 2, 2] });
  });
});
