import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BABELS } from '../../packages/babel-plugin/test/support/babel.js';
import { allPrograms } from '../source-maps/support/fixtures.js';
import { isInserted, isReplaced, isSame, type Traced, traceAll } from '../source-maps/support/traced.js';
import { compileFile } from './support/compile.js';
import { ALONE, isKnownToBabel } from './support/configurations.js';

/** One line about where a token is led to. */
const described = ({ token, place, origin, name }: Traced) =>
  `${token.text} is led to ${place}: ${origin?.text}${name === undefined ? '' : ` called ${name}`}`;

/** What is lost of the places that Babel shows alone. */
function lost(source: string, plain: readonly Traced[], photonized: readonly Traced[]): string[] {
  // Babel 8 has no place for the name in `$r.name`: it is that of `$r`.
  const kept = photonized.filter((each) => isSame(each) || isInserted(each));
  const found = new Set(kept.map(({ place }) => place));
  return plain
    .filter((each) => each.token.kind !== 'other' && isSame(each) && !found.has(each.place))
    .filter(({ place }) => !isReplaced(source, lineOf(place)) && !isImport(source, lineOf(place)))
    .map(described);
}

const lineOf = (place: string) => Number.parseInt(place, 10);

/** Whether a line is a part of an import. TypeScript removes those that nobody uses any more. */
function isImport(source: string, line: number): boolean {
  const before = source.split('\n').slice(0, line).join('\n');
  return /^import\b[^;]*;?$/m.test(before.slice(before.lastIndexOf('\nimport') + 1));
}

/** The names and literals that are led to another one. */
function astray(plain: readonly Traced[], photonized: readonly Traced[]): string[] {
  const known = new Set(plain.map(described));
  return photonized
    .filter((each) => each.token.kind !== 'other' && !isAttached(each) && !isSame(each))
    .map(described)
    .filter((each) => !known.has(each));
}

/** What plugins insert has the place of what is before it, and in Babel 7 a name. */
function isAttached(traced: Traced): boolean {
  const { token, origin, name } = traced;
  const isOfName = origin !== undefined && origin.kind !== 'other' && origin.text !== 'let';
  return isInserted(traced) || !isOfName || token.text === name;
}

const programs = allPrograms().filter(isKnownToBabel);

describe.each(BABELS)('the source maps of Babel $major', (babel) => {
  test.each(programs)('show for $name what they show without photonize', ({ folder, files }) => {
    for (const file of files) {
      const path = join(folder, file);
      const source = readFileSync(path, 'utf8');
      const [plain, photonized] = (['plain', 'photonized'] as const).map((kind) =>
        traceAll({ file, source, ...compileFile(path, babel, ALONE, kind) }),
      ) as [Traced[], Traced[]];
      expect(lost(source, plain, photonized), file).toEqual([]);
      expect(astray(plain, photonized), file).toEqual([]);
    }
  });
});
