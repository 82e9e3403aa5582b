import { describe, expect, test } from 'vitest';
import { Folder, LEAKY } from './support/cli.js';

describe('help', () => {
  test.each([[[]], [['build']], [['transform']], [['run']], [['compare']], [['audit']]])(
    '%j shows examples',
    async (command) => {
      const folder = await Folder.with({});
      const { exitCode, stdout, stderr } = await folder.photonize([...command, '--help']);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).toContain('Examples:');
      expect(stdout).toContain(`$ photonize ${command[0] ?? 'build'}`);
    },
  );

  test('the version is that of the package', async () => {
    const folder = await Folder.with({});
    const { exitCode, stdout } = await folder.photonize(['--version']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('wrong usage ends with exit code 2, on stderr', () => {
  test.each([
    { args: [], says: 'Usage: photonize' },
    { args: ['biuld'], says: 'Did you mean build?' },
    { args: ['build', 'a.ts'], says: "required option '--outdir <folder>'" },
    { args: ['build', '--outdir', 'out'], says: "missing required argument 'entry'" },
    { args: ['build', 'a.ts', '--outdir', 'out', '--fromat', 'esm'], says: 'Did you mean --format?' },
    { args: ['build', 'a.ts', '--outdir', 'out', '--format', 'umd'], says: 'Allowed choices are esm, cjs' },
    { args: ['transform', 'a.ts'], says: 'tell where the result goes' },
    { args: ['run', 'a.ts', '--events', '-', '--concurrency', '0'], says: 'a whole number above 0' },
    { args: ['build', 'a.ts', '--outdir', 'out', '--module', 'pg'], says: 'say `--module pg=instance`' },
    { args: ['audit', 'a.ts', '--module', 'pg=instnce'], says: 'did you mean `instance`?' },
    { args: ['run', 'a.ts'], says: "required option '--events <file>'" },
  ])('$args', async ({ args, says }) => {
    const folder = await Folder.with({ 'a.ts': LEAKY });
    const { exitCode, stdout, stderr } = await folder.photonize(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(says);
    expect(await folder.files()).toEqual(['a.ts']);
  });

  test.each([
    { args: ['build', 'a.ts', '--outdir', 'out', '--policy', 'bindngs'] },
    { args: ['transform', 'a.ts', '-o', 'out.js', '--policy', 'bindngs'] },
    { args: ['compare', 'a.ts', '--events', 'a.ts', '--policy', 'bindngs'] },
  ])('an unknown policy: $args', async ({ args }) => {
    const folder = await Folder.with({ 'a.ts': LEAKY });
    const { exitCode, stdout, stderr } = await folder.photonize(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/error PHO1003: unknown policy `bindngs`; did you mean `bindings`\?/);
    expect(stderr).toMatch(/\| photonize .* --policy bindngs\n {4}\| +\^{7}\n/);
    expect(stderr).toMatch(/help: Policies: bindings/);
    expect(await folder.files()).toEqual(['a.ts']);
  });
});
