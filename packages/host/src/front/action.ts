import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { unzipSync } from 'fflate';
import { x as untar } from 'tar';
import { temporaryFolder } from '../temporary.js';
import type { ActionSource } from './openwhisk.js';

/**
 * Writes the code of an action to files.
 * @throws {Error} when an archive cannot be read
 */
export async function unpackAction(message: {
  readonly main: string;
  readonly code: string;
  readonly binary?: unknown;
}): Promise<ActionSource> {
  const folder = await temporaryFolder('action');
  const { main, code, binary } = message;
  if (binary) {
    await extract(Buffer.from(code, 'base64'), folder);
    // What the archive holds is found as it would be by the action's own host.
    process.chdir(folder);
    return { path: folder, isFolder: true, main };
  }
  const path = join(folder, 'action.js');
  await writeFile(path, code);
  return { path, isFolder: false, main };
}

async function extract(archive: Buffer, folder: string): Promise<void> {
  if (archive.subarray(0, 2).toString() === 'PK') await extractZip(archive, folder);
  else if (archive[0] === 0x1f && archive[1] === 0x8b) await extractTar(archive, folder);
  else throw new Error('There was an error uncompressing the action archive. The file type is unsupported');
}

async function extractZip(archive: Buffer, folder: string): Promise<void> {
  for (const [name, contents] of Object.entries(unzipSync(archive))) {
    const path = resolve(folder, name);
    if (!path.startsWith(folder + sep)) throw new Error(`The archive has a file outside of itself: ${name}`);
    if (name.endsWith('/')) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, contents);
  }
}

async function extractTar(archive: Buffer, folder: string): Promise<void> {
  const file = join(folder, '.action.tar.gz');
  await writeFile(file, archive);
  await untar({ file, cwd: folder });
}

/**
 * The file of an archive that exports an action, and the export: `main`, of what the manifest or `index.js` says, or
 * `file.main`.
 * @throws {Error} when there is none
 */
export async function entryOfFolder(
  folder: string,
  main: string,
): Promise<{ file: string; handler: string }> {
  const at = main.indexOf('.');
  const named = at > 0 ? main.slice(0, at) : undefined;
  const handler = main.slice(at + 1);
  const file = [named ?? (await manifestMain(folder)), 'index.js']
    .flatMap((name) => (name === undefined ? [] : [name, `${name}.js`, `${name}.mjs`, `${name}.cjs`]))
    .map((name) => join(folder, name))
    .find((path) => existsSync(path));
  if (file === undefined)
    throw new Error('Zipped actions must contain either package.json or index.js at the root.');
  return { file, handler };
}

async function manifestMain(folder: string): Promise<string | undefined> {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  const { main } = JSON.parse(await readFile(file, 'utf8')) as { main?: string };
  return main;
}
