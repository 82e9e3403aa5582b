import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { transform } from '@photonize/transform';
import { afterAll, describe, expect, test } from 'vitest';
import { composeMaps, detachMap } from '../src/index.js';

const FOLDER = mkdtempSync(join(tmpdir(), 'photonize-maps-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));
const FILE = join(FOLDER, 'dist', 'a.js');

const CODE = 'let a = 1;\na = 2;\n';
const MAP = { version: 3, sources: ['../src/a.ts'], names: [], mappings: 'AAEA,IAAIA' };
const inline = (map: unknown) =>
  `data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`;

describe('a file’s source map', () => {
  test.each([
    ['in base64', `//# sourceMappingURL=${inline(MAP)}\n`],
    [
      'percent-encoded',
      `//# sourceMappingURL=data:application/json,${encodeURIComponent(JSON.stringify(MAP))}`,
    ],
    ['with a character set', `//# sourceMappingURL=${inline(MAP).replace('json;', 'json;charset=utf-8;')}`],
    ['in a block comment', `/*# sourceMappingURL=${inline(MAP)} */\n\n`],
    ['in the old form', `//@ sourceMappingURL=${inline(MAP)}`],
  ])('is found %s', async (_, comment) => {
    const { code, map, warnings } = await detachMap(`${CODE}${comment}`, FILE);
    expect({ code, warnings }).toEqual({ code: CODE, warnings: [] });
    expect(map?.sources).toEqual([join(FOLDER, 'src/a.ts')]);
  });

  test.each([
    ['beside it', 'beside.js.map', MAP, 'src/a.ts'],
    ['under an encoded name', 'name%20of%20map', MAP, 'src/a.ts'],
    ['in another folder', 'maps/a.map', { ...MAP, sources: ['a.ts'] }, 'dist/maps/a.ts'],
    ['with a root', 'root.map', { ...MAP, sourceRoot: '../lib/', sources: ['a.ts'] }, 'lib/a.ts'],
  ])('is read from a file %s', async (_, url, map, source) => {
    writeFile(decodeURIComponent(url), JSON.stringify(map));
    const { map: found } = await detachMap(`${CODE}//# sourceMappingURL=${url}\n`, FILE);
    expect(found?.sources).toEqual([join(FOLDER, source)]);
  });

  test('may consist of sections', async () => {
    const sections = [
      { offset: { line: 0, column: 0 }, map: { ...MAP, sources: ['one.ts'] } },
      { offset: { line: 1, column: 0 }, map: { ...MAP, sources: ['two.ts'] } },
    ];
    const { map } = await detachMap(`${CODE}//# sourceMappingURL=${inline({ version: 3, sections })}`, FILE);
    expect(map?.sources).toEqual([join(FOLDER, 'dist/one.ts'), join(FOLDER, 'dist/two.ts')]);
  });

  test('keeps sources that are no files', async () => {
    const sources = ['webpack://app/./a.ts', 'https://example.org/b.ts', null];
    const { map } = await detachMap(`${CODE}//# sourceMappingURL=${inline({ ...MAP, sources })}`, FILE);
    expect(map?.sources).toEqual(sources);
  });

  test.each([
    ['that is not there', 'missing.map', /^the source map `missing\.map` is ignored: ENOENT/],
    ['that is no JSON', 'data:application/json,{', /^the source map in the file is ignored: /],
    ['that is something else', inline([1]), /it has no sources or no mappings$/],
    ['without mappings', inline({ version: 3, sources: [] }), /it has no sources or no mappings$/],
  ])('%s is ignored, with a warning', async (_, url, message) => {
    const { code, map, warnings } = await detachMap(`${CODE}//# sourceMappingURL=${url}`, FILE);
    expect({ code, map }).toEqual({ code: CODE, map: undefined });
    expect(warnings).toMatchObject([{ code: 'PHO1009', severity: 'warning', filename: FILE }]);
    expect(warnings[0]?.message).toMatch(message);
  });

  test.each([
    ['no comment', CODE],
    ['one that is followed by code', `//# sourceMappingURL=a.map\n${CODE}`],
    ['one inside a template', `${CODE}a = \`\n//# sourceMappingURL=a.map\n\`;\n`],
  ])('is not looked for where there is %s', async (_, text) => {
    expect(await detachMap(text, FILE)).toEqual({ code: text, map: undefined, warnings: [] });
  });
});

test('maps lead on to each other, and generated code stays what it is', () => {
  const { code, map } = transform(CODE, { filename: 'a.js' });
  const input = { version: 3, sources: ['a.ts'], names: [], mappings: 'AAEA;AAEA' } as const;
  const composed = composeMaps([map as never, input]);
  expect(composed.sources).toEqual(['photonize:generated', 'a.ts']);
  expect(composed.ignoreList).toEqual([0]);
  const line = code.split('\n').findIndex((text) => text.startsWith('let a')) + 1;
  const trace = new TraceMap(composed);
  expect(originalPositionFor(trace, { line, column: 0 })).toMatchObject({ source: 'a.ts', line: 3 });
  expect(originalPositionFor(trace, { line: line - 1, column: 0 })).toMatchObject({
    source: 'photonize:generated',
  });
});

function writeFile(name: string, text: string): void {
  const path = join(FOLDER, 'dist', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
