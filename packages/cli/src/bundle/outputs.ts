import { basename, dirname, join, parse, relative, resolve } from 'node:path';
import { commonFolder } from '../files/path.js';
import { problem } from '../problems.js';
import { EXTENSIONS, type Format } from './format.js';

/** What to bundle into which file. */
export interface Target {
  readonly entry: string;
  readonly outfile: string;
}

/**
 * Names one output for each entry, in folders like those of the entries below their common one:
 *
 *     a/handler.ts b/handler.ts  →  OUTDIR/a/handler.mjs OUTDIR/b/handler.mjs
 *
 * @throws {Problem} PHO9007 when two entries share an output
 */
export function nameOutputs(entries: readonly string[], outdir: string, format: Format): readonly Target[] {
  const distinct = [...new Map(entries.map((entry) => [resolve(entry), entry])).values()];
  const base = commonFolder(distinct);
  const targets = distinct.map((entry) => {
    const { dir, name } = parse(relative(base, resolve(entry)));
    return { entry, outfile: resolve(outdir, dir, name + EXTENSIONS[format]) };
  });
  for (const [index, { entry, outfile }] of targets.entries()) {
    const earlier = targets.slice(0, index).find((target) => target.outfile === outfile);
    if (earlier === undefined) continue;
    const file = join(basename(dirname(outfile)), basename(outfile));
    throw problem('PHO9007', { file, what: `the bundle of ${earlier.entry} with that of ${entry}` });
  }
  return targets;
}
