import { readFile, stat } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { type Problem, problem } from '../problems.js';
import { commandFrame } from '../terminal/frame.js';

/**
 * Reads a text file that the user named.
 * @param path `-` is stdin
 * @throws {Problem} PHO9002
 */
export async function readInput(path: string): Promise<string> {
  if (path === '-') return text(process.stdin);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** @throws {Problem} PHO9002 when `path` is not a file */
export async function assertFile(path: string): Promise<void> {
  try {
    if ((await stat(path)).isFile()) return;
  } catch (error) {
    throw unreadable(path, error);
  }
  throw unreadable(path, { code: 'EISDIR' });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is not a file',
  EACCES: 'may not be read',
};

function unreadable(file: string, error: unknown): Problem {
  const reason = REASONS[errorCode(error)] ?? `cannot be read (${String(error)})`;
  return problem('PHO9002', { file, reason, directory: process.cwd() }, commandFrame(file));
}

/** The system's code of an error, such as `ENOENT`; empty where it has none. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
