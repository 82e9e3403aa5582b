import { readFile, stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import type { Policy } from '@photonize/transform';
import { assertNoOverwrite } from '../files/overwrite.js';
import { commonFolder } from '../files/path.js';
import { assertFile } from '../files/read.js';
import { type OutputFile, writeFiles } from '../files/write.js';
import { countIsolated, reportFile } from '../report.js';
import { filesOfBundle, linkBundle } from './bundle-files.js';
import { photonizeFile } from './photonize-file.js';
import type { TransformResult } from './transform-file.js';

/** Options of {@link transformBundle}. */
export interface TransformBundleOptions {
  readonly outdir: string;
  readonly policy: Policy;
  /** Where the report goes. */
  readonly report?: string;
}

/** One file that {@link transformBundle} made. */
export interface TransformedFile extends TransformResult {
  readonly output: string;
}

/**
 * Photonizes a finished bundle of several files: its entry points, and what they load by relative paths. State that
 * one file exports is each photon's own in the others, too.
 * @throws {Problem | CompileError} and writes nothing
 */
export async function transformBundle(
  entries: readonly string[],
  options: TransformBundleOptions,
): Promise<TransformedFile[]> {
  const { outdir, policy, report } = options;
  for (const entry of entries) await assertFile(entry);
  const linker = linkBundle(policy);
  const { code, data } = await filesOfBundle(entries, linker);
  const folder = commonFolder([...code, ...data]);
  const outputOf = (file: string) => resolve(outdir, relative(folder, file));
  const made = [];
  for (const path of code) {
    const entry = relative('.', path);
    const output = outputOf(path);
    made.push({ entry, output, ...(await photonizeFile(entry, output, policy, await linker.imports(path))) });
  }
  const built = made.map(({ entry, output, plan }) => ({ entry, output, modules: [plan] }));
  const warnings = made.flatMap((each) => each.warnings);
  const copies = await Promise.all(data.map((file) => copyOf(file, outputOf(file))));
  const files = [...made.flatMap((each) => each.files), ...copies];
  const all = [...files, ...reportFile(report, policy, built, warnings)];
  assertNoOverwrite(all, [...code, ...data]);
  await writeFiles(all);
  return made.map(({ plan, warnings, bytes, output }) => {
    return { plan, warnings, bytes, output, isolated: countIsolated([plan]) };
  });
}

async function copyOf(file: string, path: string): Promise<OutputFile> {
  const [contents, { mode }] = await Promise.all([readFile(file), stat(file)]);
  return { path, contents, mode: mode & 0o777 };
}
