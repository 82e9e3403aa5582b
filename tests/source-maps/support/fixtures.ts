import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allCases, type Case } from '../../law/support/cases.js';

const FIXTURES = fileURLToPath(new URL('../../../fixtures/', import.meta.url));

/** The files of a fixture. */
export type Program = Pick<Case, 'name' | 'folder' | 'files'>;

/** All fixtures: those of the language, functions, and what stacks are compared with. */
export function allPrograms(): Program[] {
  return [...allCases(), ...['functions/*/*.[jt]s', 'stacks/*.ts'].flatMap(programsIn)];
}

function programsIn(pattern: string): Program[] {
  const files = Map.groupBy(globSync(pattern, { cwd: FIXTURES }), dirname);
  return [...files].map(([folder, paths]) => ({
    name: folder,
    folder: join(FIXTURES, folder),
    files: paths.map((path) => basename(path)),
  }));
}
