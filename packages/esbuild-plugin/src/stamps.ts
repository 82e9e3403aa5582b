import { statSync } from 'node:fs';

/** What the file system tells of a file or folder without looking inside. `undefined` of what does not exist. */
export type Stamp = { readonly text: string; readonly isYoung: boolean } | undefined;

/** Clocks of file systems are coarse: what is younger can change and keep its stamp. esbuild waits as long. */
const YOUNG_MS = 3000;

export function stampOf(path: string): Stamp {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  const { mtimeNs, mtimeMs, size, ino } = stats;
  return { text: `${mtimeNs} ${size} ${ino}`, isYoung: Date.now() - Number(mtimeMs) < YOUNG_MS };
}

/** Whether nothing has changed since `before`, for sure. */
export function isSame(before: Stamp, now: Stamp): boolean {
  return before?.text === now?.text && !before?.isYoung;
}
