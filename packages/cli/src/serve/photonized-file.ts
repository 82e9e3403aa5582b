import { readFile } from 'node:fs/promises';
import { join, parse, resolve } from 'node:path';
import { temporaryFolder } from '@photonize/host';
import { PHOTONIZED_MARKER } from '@photonize/runtime/interface';
import { bundle } from '../bundle/bundle.js';
import { EXTENSIONS, formatOf } from '../bundle/format.js';
import { assertFile } from '../files/read.js';
import { writeFiles } from '../files/write.js';
import type { Isolation } from '../isolation.js';
import { printDiagnostics } from '../terminal/print.js';

/**
 * A photonized bundle of a function; the file itself where it is one.
 * @returns its absolute path
 * @throws {Problem} PHO9002, PHO9006, or the compiler's diagnostics
 */
export async function photonizedFile(file: string, isolation: Isolation): Promise<string> {
  await assertFile(file);
  if ((await readFile(file, 'utf8')).includes(PHOTONIZED_MARKER)) return resolve(file);
  const format = await formatOf(file);
  const folder = await temporaryFolder('serve');
  const outfile = join(folder, parse(file).name + EXTENSIONS[format]);
  const photons = { isolation, handlers: {} };
  const { files, warnings } = await bundle({ entry: file, outfile, format, external: [], photons });
  await printDiagnostics(warnings);
  await writeFiles(files);
  return outfile;
}
