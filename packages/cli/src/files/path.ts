import { isAbsolute, relative } from 'node:path';

/** A file of this folder by its short path; others as they are. */
export function shortPath(path: string): string {
  if (!isAbsolute(path)) return path;
  const short = relative('.', path);
  return short.startsWith('..') ? path : short;
}
