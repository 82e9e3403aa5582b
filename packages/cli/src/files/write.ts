import { randomUUID } from 'node:crypto';
import { mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { Problem, problem } from '../problems.js';
import { commandFrame } from '../terminal/frame.js';
import { errorCode } from './read.js';

/** A file to write. */
export interface OutputFile {
  readonly path: string;
  readonly contents: string | Uint8Array;
  /** Permissions of a new file; default those of any other. */
  readonly mode?: number;
}

interface Staged {
  readonly temporary: string;
  readonly target: string;
}

/**
 * Writes all files or none: each under a temporary name beside its own, then renamed.
 * @throws {Problem} PHO9005
 */
export async function writeFiles(files: readonly OutputFile[]): Promise<void> {
  const staged: Staged[] = [];
  try {
    for (const file of files) await stage(file, staged);
    for (const { temporary, target } of staged) {
      await rename(temporary, target).catch((error: unknown) => Promise.reject(unwritable(target, error)));
    }
  } catch (error) {
    await Promise.all(staged.map(({ temporary }) => rm(temporary, { force: true })));
    throw error;
  }
}

async function stage(file: OutputFile, staged: Staged[]): Promise<void> {
  try {
    const target = await findTarget(file.path);
    const temporary = join(dirname(target), `.${basename(target)}.${randomUUID().slice(0, 8)}.tmp`);
    await makeFolder(dirname(target));
    staged.push({ temporary, target });
    await writeFile(temporary, file.contents, { mode: file.mode ?? 0o666 });
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw unwritable(file.path, error);
  }
}

/** As `mkdir -p`. Not Node's `recursive`, which never comes back from a file system like /proc (Node 24). */
async function makeFolder(folder: string): Promise<void> {
  if ((await stat(folder).catch(() => undefined))?.isDirectory()) return;
  if (dirname(folder) !== folder) await makeFolder(dirname(folder));
  await mkdir(folder);
}

/** Names of open files. Renaming onto the file behind one would leave its reader with the old file. */
const OPEN_FILE = /^\/(?:dev\/(?:std(?:out|err)|fd\/)|proc\/)/;

/** Follows a link to the file it names. Renaming onto a device would replace the device. */
async function findTarget(path: string): Promise<string> {
  if (OPEN_FILE.test(resolve(path))) throw unwritable(path, { code: 'EISDIR' });
  try {
    const target = await realpath(path);
    if (!(await stat(target)).isFile()) throw unwritable(path, { code: 'EISDIR' });
    return target;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return path;
    throw error;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EEXIST: 'a part of the path is a file',
  ENOTDIR: 'a part of the path is a file',
  EISDIR: 'it is not a regular file',
};

function unwritable(file: string, error: unknown): Problem {
  const reason = REASONS[errorCode(error)] ?? String(error);
  return problem('PHO9005', { file: relative('.', file) || file, reason }, commandFrame(file));
}
