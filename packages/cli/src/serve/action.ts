import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ActionSource, entryOfFolder } from '@photonize/host';
import { EXTENSIONS, formatOf } from '../bundle/format.js';
import { readInput } from '../files/read.js';
import type { Isolation } from '../isolation.js';
import { transformFile } from '../transform/transform-file.js';
import { photonizedFile } from './photonized-file.js';

/** What the file of an action exports its function as, whatever that is called. */
const EXPORT = '__photonizeMain';

/**
 * Photonizes an OpenWhisk action: the one file that was sent, or the bundle of what is in an archive.
 * @throws {Problem | CompileError | Error}
 */
export async function loadAction(
  { path, isFolder, main }: ActionSource,
  isolation: Isolation,
): Promise<{ file: string; handler: string }> {
  if (isFolder) {
    const { file, handler } = await entryOfFolder(path, main);
    return { file: await photonizedFile(file, isolation), handler };
  }
  const format = await formatOf(path, 'cjs');
  const source = join(dirname(path), `source${EXTENSIONS[format]}`);
  const code = await readInput(path);
  await writeFile(source, format === 'esm' ? code : `${code}\n${exportMain(main)}`);
  const output = join(dirname(path), `action${EXTENSIONS[format]}`);
  await transformFile(source, { output, isolation });
  return { file: output, handler: format === 'esm' ? main : EXPORT };
}

/**
 * A script need not export its function.
 * @throws {Error} when that is no name, nor a path of names
 */
function exportMain(main: string): string {
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$.]*$/u.test(main))
    throw new Error('Name of main function is not valid.');
  const [first] = main.split('.');
  const found = `typeof ${first} === "undefined" ? module.exports.${main} : ${main}`;
  return `module.exports = { ${EXPORT}: ${found} };`;
}
