import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { BABELS } from './support/babel.js';
import { Project } from './support/project.js';

const SOURCE = 'let n = 0;\nexport function f() { return n++ + marked; }\n';
const STATE = 'let n = 0;\nexport const f = (x) => ';

describe.each(BABELS)('places in the original are kept in Babel $major for', (babel) => {
  const project = (files: Record<string, string>) => new Project(files, babel);

  test('what other plugins complain about', () => {
    const complain = () => ({
      visitor: {
        Identifier(path: { node: { name: string }; buildCodeFrameError(text: string): Error }) {
          if (path.node.name === 'marked') throw path.buildCodeFrameError('found');
        },
      },
    });
    const { message } = project({ 'f.js': SOURCE }).failure('f.js', {}, { plugins: [complain] });
    expect(stripVTControlCharacters(message)).toMatch(
      /found.*> 2 \| export function f\(\) \{ return n\+\+ \+ marked; \}\n +\| {36}\^{6}$/ms,
    );
  });

  test('syntax that Babel was not set up for', () => {
    const error = project({ 'f.ts': `${SOURCE}let t: string;` }).failure('f.ts');
    expect(error).toMatchObject({ loc: { line: 3, column: 5 } });
  });

  test('code that is a part of a file', () => {
    const parserOpts = { startLine: 11, startColumn: 4, startIndex: 100 };
    const ast = babel.core.parseSync(SOURCE, project({}).options('f.js', {}, { parserOpts }));
    const starts = ast?.program.body.flatMap(({ loc }) => loc?.start ?? []);
    expect(starts).toEqual([
      expect.objectContaining({ line: 11, column: 4, index: 100 }),
      expect.objectContaining({ line: 12, column: 0, index: 111 }),
    ]);
  });

  test.each([
    ['templates', `${STATE}[\` \${n++} times \`, \`\n\${x}\n\`, \` x\${n}\`];`],
    ['JSX texts', `${STATE}<b> {n++} times <i>\n{x}\n</i> x{n} </b>;`],
  ])('%s that start with blanks', (_, text) => {
    const options = project({}).options('f.js', {}, { parserOpts: { plugins: ['jsx'] } });
    const ast = babel.core.parseSync(text, options);
    const texts: [string, string][] = [];
    babel.core.types.traverseFast(ast as never, (node) => {
      const value = node.type === 'TemplateElement' ? node.value.raw : undefined;
      const written = node.type === 'JSXText' ? node.value : value;
      if (written !== undefined) texts.push([written, text.slice(node.start ?? 0, node.end ?? 0)]);
    });
    expect(texts.length).toBeGreaterThan(5);
    expect(texts.filter(([written, found]) => written !== found)).toEqual([]);
  });

  test('tokens', () => {
    const options = project({}).options('f.js', {}, { parserOpts: { tokens: true } });
    const ast = babel.core.parseSync(SOURCE, options);
    const tokens = (ast?.tokens ?? []) as { value?: string; start: number | null; end: number }[];
    const words = tokens
      .filter(({ start, value = '$' }) => start !== null && /^\w+$/.test(value))
      .map(({ value, start, end }) => [`${value}`, SOURCE.slice(start ?? 0, end)]);
    expect(words.map(([value]) => value).join(' ')).toBe('let n 0 export function f return n marked');
    for (const [value, text] of words) expect(text).toBe(value);
  });
});
