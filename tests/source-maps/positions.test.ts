import { describe, expect, test } from 'vitest';
import { compileFiles } from '../law/support/golden.js';
import { allPrograms } from './support/fixtures.js';
import { tokensOf } from './support/tokens.js';
import { isInserted, isReplaced, isSame, traceAll } from './support/traced.js';

describe.each(allPrograms())('the source maps of $name', (program) => {
  test('lead each token to where it comes from', async () => {
    for (const compiled of await compileFiles(program)) {
      const astray = traceAll(compiled).filter(
        (traced) => traced.origin === undefined || !(isSame(traced) || isInserted(traced)),
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
      const lost = tokensOf(source, file).filter(
        ({ kind, text, line, column }) =>
          kind !== 'other' && text !== 'let' && !found.has(`${line}:${column}`) && !isReplaced(source, line),
      );
      expect(lost, file).toEqual([]);
    }
  });
});
