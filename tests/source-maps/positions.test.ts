import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TraceMap, traceSegment } from '@jridgewell/trace-mapping';
import { describe, expect, test } from 'vitest';
import { allCases } from '../law/support/cases.js';
import { type Compiled, compileFiles } from '../law/support/golden.js';
import { type Token, tokensOf } from './support/tokens.js';

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** All fixtures: those of the language, functions, and what stacks are compared with. */
const PROGRAMS = [
  ...allCases(),
  ...['functions/*/*.[jt]s', 'stacks/*.ts'].flatMap((pattern) => {
    const files = Map.groupBy(globSync(pattern, { cwd: FIXTURES }), dirname);
    return [...files].map(([folder, paths]) => ({
      name: folder,
      folder: join(FIXTURES, folder),
      files: paths.map((path) => basename(path)),
    }));
  }),
];

/** A token of the output, and the token of the source that the map leads it to. */
interface Traced {
  readonly token: Token;
  readonly origin: Token | undefined;
  readonly place: string;
  /** What the map says that stood there. */
  readonly name: string | undefined;
}

/** The tokens of the output that begin where the map has a place of the file. */
function traceAll({ file, source, code, map }: Compiled): Traced[] {
  if (map === null) return [];
  const trace = new TraceMap(map);
  const origins = new Map(tokensOf(source, file).map((token) => [`${token.line}:${token.column}`, token]));
  return tokensOf(code, file).flatMap((token) => {
    const segment = traceSegment(trace, token.line - 1, token.column);
    if (segment === null || segment.length === 1 || segment[0] !== token.column || segment[1] !== 0)
      return [];
    const place = `${segment[2] + 1}:${segment[3]}`;
    const name = segment.length === 5 ? map.names[segment[4]] : undefined;
    return { token, origin: origins.get(place), place, name };
  });
}

/** Whether a token is the one it comes from, or stands in its place under another name. */
function isSame({ token, origin, name }: Traced): boolean {
  if (origin === undefined) return false;
  if (token.text === origin.text || name === origin.text) return true;
  const written = origin.text.replace(/\\u(\w{4})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  if (token.text === written || token.text === JSON.stringify(written)) return true;
  // Code that eval gets as a string is rewritten; exports may be named by strings.
  return isString(origin) && (isString(token) || token.kind === 'name');
}

function isString({ text }: Token): boolean {
  return /^["'`]/.test(text);
}

/** What is put in front of a name, or in place of something that is not a name. */
const GENERATED = /^(?:\$|[({;[,]$|["'`]|(?:const|let|import|static|false|void)$)/;

/** Names of static fields have become strings, and some statements others. */
const REPLACED =
  /\bdelete |^\s*(?:@\w+ )?(?:(?:public|private|protected) )?static\b|^export (?:default|\*)|^export \{/;

describe.each(PROGRAMS)('the source maps of $name', (program) => {
  test('lead each token to where it comes from', async () => {
    for (const compiled of await compileFiles(program)) {
      const astray = traceAll(compiled).filter(
        (traced) => traced.origin === undefined || !(isSame(traced) || GENERATED.test(traced.token.text)),
      );
      expect(astray, compiled.file).toEqual([]);
    }
  });

  test('find each name and each literal of the source', async () => {
    for (const compiled of await compileFiles(program)) {
      if (compiled.map === null) continue;
      const { file, source } = compiled;
      const found = new Set(
        traceAll(compiled)
          .filter(isSame)
          .map(({ place }) => place),
      );
      const lines = source.split('\n');
      const lost = tokensOf(source, file).filter(
        ({ kind, line, column }) =>
          kind !== 'other' && !found.has(`${line}:${column}`) && !REPLACED.test(lines[line - 1] ?? ''),
      );
      expect(lost, file).toEqual([]);
    }
  });
});
