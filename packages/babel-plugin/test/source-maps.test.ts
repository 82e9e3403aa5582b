import { originalPositionFor, type SourceMapInput, TraceMap } from '@jridgewell/trace-mapping';
import { transformSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { BABELS } from './support/babel.js';
import { type Compiled, Project } from './support/project.js';

const SOURCE = [
  'interface Failure { readonly reason: string }',
  'let calls = 0;',
  'export function fail({ reason }: Failure): never {',
  '  calls++;',
  '  throw new RangeError(reason + calls);',
  '}',
].join('\n');

/** Where the map leads the first place of `text` in the output. */
function placeOf(text: string, { code, result }: Compiled): unknown {
  const lines = code.split('\n');
  const index = lines.findIndex((line) => line.includes(text));
  const trace = new TraceMap(result.map as SourceMapInput);
  const { source, line, column } = originalPositionFor(trace, {
    line: index + 1,
    column: lines[index]?.indexOf(text) ?? -1,
  });
  return { source, line, column };
}

describe.each(BABELS)('the source map of Babel $major', (babel) => {
  test.each(['inline', 'of its own'] as const)(
    'leads on to what a file was made from: its map is %s',
    (kind) => {
      const { code, map } = transformSync(SOURCE, {
        loader: 'ts',
        sourcemap: 'external',
        sourcefile: 'fail.ts',
      });
      const data = `data:application/json;base64,${Buffer.from(map).toString('base64')}`;
      const url = kind === 'inline' ? data : 'fail.js.map';
      const files = { 'fail.js': `${code}//# sourceMappingURL=${url}\n`, 'fail.js.map': map };
      const compiled = new Project(files, babel).compile('fail.js', {}, { sourceMaps: true });
      expect(placeOf('calls++', compiled)).toEqual({ source: 'fail.ts', line: 4, column: 2 });
      expect(placeOf('RangeError', compiled)).toEqual({ source: 'fail.ts', line: 5, column: 12 });
      expect(compiled.result.map?.sourcesContent).toEqual([SOURCE]);
    },
  );

  test('holds the text that Babel was given', () => {
    const project = new Project({ 'src/state.js': 'export let n = 0;\nn++;' }, babel);
    const { map } = project.compile('src/state.js', {}, { sourceMaps: true }).result;
    expect(map).toMatchObject({ sources: ['state.js'], sourcesContent: ['export let n = 0;\nn++;'] });
  });
});
