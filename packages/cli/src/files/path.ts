import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';

/** A file of this folder by its short path; others as they are. */
export function shortPath(path: string): string {
  if (!isAbsolute(path)) return path;
  const short = relative('.', path);
  return short.startsWith('..') ? path : short;
}

/** The innermost folder around all files. */
export function commonFolder(files: readonly string[]): string {
  const [first = [], ...others] = files.map((file) => dirname(resolve(file)).split(sep));
  const shared = first.findIndex((part, index) => others.some((parts) => parts[index] !== part));
  return (shared < 0 ? first : first.slice(0, shared)).join(sep) || sep;
}
