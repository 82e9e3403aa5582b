import { type BuildOptions, transform } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { Project } from './support/project.js';

const HANDLER = [
  "import { check } from './lib/check';",
  '',
  'interface Event { readonly id: number }',
  '',
  'let calls: number = 0;',
  'const seen = new Map<number, Event>();',
  '',
  'export async function handler(event: Event): Promise<number> {',
  '  calls += 1;',
  '  seen.set(event.id, event);',
  '  await null;',
  '  return check(calls, event.id);',
  '}',
].join('\n');

const CHECK = [
  'export let checks = 0;',
  '',
  'export function check(calls: number, id: number): number {',
  '  checks++;',
  '  if (id < 0) {',
  '    for (let i = 0; i < 3; i++) checks += i;',
  '    const detail: string = `call ${calls}`; throw new RangeError(`bad id ${id} in ${detail}`);',
  '  }',
  '  return checks;',
  '}',
].join('\n');

const MAIN = (file: string) => `import { handler } from './out/${file}';\nawait handler({ id: -1 });\n`;

/** Frames of a stack that lie in the project, without the runtime’s and the caller’s. */
function framesOf(stderr: string, project: Project): string[] {
  const frames = stderr.split('\n').filter((line) => /^\s+at /.test(line) && line.includes(project.path));
  return frames.flatMap((line) => {
    const match = /at (?:async )?(?:(\S+) )?\(?(?:file:\/\/)?([^()]*?):(\d+):(\d+)\)?$/.exec(line.trim());
    const [, name = '', path = '', at, column] = match ?? [];
    const file = path.slice(project.path.length + 1);
    return file.startsWith('out/') || file === 'main.mjs' ? [] : [`${name} ${file}:${at}:${column}`];
  });
}

async function stackOf(
  project: Project,
  format: 'esm' | 'cjs',
  build: () => Promise<unknown>,
): Promise<string[]> {
  await build();
  await project.write('main.mjs', MAIN(format === 'esm' ? 'handler.mjs' : 'handler.cjs'));
  const { stderr } = await project.run('main.mjs', '--enable-source-maps');
  expect(stderr).toContain('RangeError: bad id -1 in call 1');
  return framesOf(stderr, project);
}

describe.each(['esm', 'cjs'] as const)(
  'an error of a photonized TypeScript function, in the format %s',
  (format) => {
    test.each([
      ['linked', { sourcemap: true }],
      ['inline', { sourcemap: 'inline' }],
      ['minified', { sourcemap: true, minify: true }],
    ] as const)('shows the original file, line and column: %s', async (_, options) => {
      const project = await Project.with({ 'src/handler.ts': HANDLER, 'src/lib/check.ts': CHECK });
      const common: BuildOptions = { entryPoints: ['src/handler.ts'], format, ...options };
      const photonized = await stackOf(project, format, () =>
        project.build({ handlers: ['handler'] }, common),
      );
      const places = photonized.map((frame) => frame.split(' ')[1]);
      const column = (CHECK.split('\n')[6]?.indexOf('new RangeError') ?? 0) + 1;
      expect(places[0]).toBe(`src/lib/check.ts:7:${column}`);
      expect(places[1]).toMatch(/^src\/handler\.ts:12:/);
    });

    test('shows what the plain build shows', async () => {
      const project = await Project.with({ 'src/handler.ts': HANDLER, 'src/lib/check.ts': CHECK });
      const common: BuildOptions = { entryPoints: ['src/handler.ts'], format, sourcemap: true };
      const plain = await stackOf(project, format, () => project.build([], common));
      const photonized = await stackOf(project, format, () =>
        project.build({ handlers: ['handler'] }, common),
      );
      expect(plain.length).toBeGreaterThanOrEqual(2);
      expect(photonized).toEqual(plain);
    });
  },
);

describe('the source map of a build', () => {
  test('names the original files, and holds their text', async () => {
    const project = await Project.with({ 'src/handler.ts': HANDLER, 'src/lib/check.ts': CHECK });
    await project.build({ handlers: ['handler'] }, { entryPoints: ['src/handler.ts'], sourcemap: true });
    const map = JSON.parse(await project.read('out/handler.mjs.map')) as {
      sources: string[];
      sourcesContent: string[];
    };
    const contentOf = (name: string) =>
      map.sourcesContent[map.sources.findIndex((source) => source.endsWith(name))];
    expect(map.sources).toEqual(expect.arrayContaining(['../src/handler.ts', '../src/lib/check.ts']));
    expect(contentOf('src/handler.ts')).toBe(HANDLER);
    expect(contentOf('src/lib/check.ts')).toBe(CHECK);
  });

  test.each(['inline', 'external', 'missing'] as const)(
    'leads on through a dependency’s own map: %s',
    async (kind) => {
      const original = [
        'let calls = 0;',
        '',
        'export function fail(reason: string): never {',
        '  calls++;',
        '  throw new RangeError(`bad id ${reason} in call ${calls}`);',
        '}',
      ].join('\n');
      const { code, map } = await transform(original, {
        loader: 'ts',
        sourcemap: 'external',
        sourcefile: '../src/fail.ts',
      });
      const data = `data:application/json;base64,${Buffer.from(map).toString('base64')}`;
      const url = kind === 'inline' ? data : 'fail.js.map';
      const project = await Project.with({
        'src/handler.ts':
          "import { fail } from 'fail';\nexport const handler = (event: { id: number }) => fail(String(event.id));",
        'node_modules/fail/package.json': '{ "name": "fail", "type": "module", "exports": "./dist/fail.js" }',
        'node_modules/fail/dist/fail.js': `${code}\n//# sourceMappingURL=${url}\n`,
        ...(kind === 'external' ? { 'node_modules/fail/dist/fail.js.map': map } : {}),
      });
      const [frame] = await stackOf(project, 'esm', () =>
        project.build({ handlers: ['handler'] }, { entryPoints: ['src/handler.ts'], sourcemap: true }),
      );
      const expected =
        kind === 'missing'
          ? /node_modules\/fail\/dist\/fail\.js:\d+:\d+$/
          : /node_modules\/fail\/src\/fail\.ts:5:9$/;
      expect(frame).toMatch(expected);
    },
  );

  test('ends where a dependency’s map names the file itself', async () => {
    const { code, map } = await transform('let calls = 0;\n\nexport const hit = () => ++calls;', {
      sourcemap: 'external',
      sourcefile: 'hit.js',
    });
    const project = await Project.with({
      'src/handler.ts': "export { hit as handler } from './hit.js';",
      'src/hit.js': `${code}\n//# sourceMappingURL=data:application/json,${encodeURIComponent(map)}\n`,
    });
    await project.build({ handlers: ['handler'] }, { entryPoints: ['src/handler.ts'], sourcemap: true });
    const { sources } = JSON.parse(await project.read('out/handler.mjs.map')) as { sources: string[] };
    expect(sources).toContain('../src/hit.js');
  });

  test('names files with blanks, signs and other letters in their paths', async () => {
    const project = await Project.with({
      'src/handler.ts': HANDLER.replace('./lib/check', './lib of 50 %41/{"größe"}'),
      'src/lib of 50 %41/{"größe"}.ts': CHECK,
    });
    const sources = async (plugin: boolean) => {
      const options: BuildOptions = { entryPoints: ['src/handler.ts'], sourcemap: true };
      await project.build(plugin ? {} : [], options);
      const map = JSON.parse(await project.read('out/handler.mjs.map')) as { sources: string[] };
      return map.sources.filter((source) => source.startsWith('../src/'));
    };
    expect(await sources(true)).toEqual(await sources(false));
  });

  test('is not there where none is asked for', async () => {
    const project = await Project.with({ 'src/handler.ts': HANDLER, 'src/lib/check.ts': CHECK });
    await project.build({ handlers: ['handler'] }, { entryPoints: ['src/handler.ts'] });
    expect(await project.files('out')).toEqual(['handler.mjs']);
    expect(await project.read('out/handler.mjs')).not.toContain('sourceMappingURL');
  });
});
