import { readFile, stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { FilePolicies } from '@photonize/linker';
import type { Diagnostic } from '@photonize/transform';
import { assertNoOverwrite } from '../files/overwrite.js';
import { commonFolder } from '../files/path.js';
import { assertFile } from '../files/read.js';
import { type OutputFile, writeFiles } from '../files/write.js';
import type { Isolation } from '../isolation.js';
import { countIsolated, reportFile } from '../report.js';
import { filesOfBundle, linkBundle } from './bundle-files.js';
import { photonizeFile } from './photonize-file.js';
import type { TransformResult } from './transform-file.js';

/** Options of {@link transformBundle}. */
export interface TransformBundleOptions {
  readonly outdir: string;
  readonly isolation: Isolation;
  /** Where the report goes. */
  readonly report?: string;
}

/** One file that {@link transformBundle} made. */
export interface TransformedFile extends Omit<TransformResult, 'warnings'> {
  readonly output: string;
}

/** What {@link transformBundle} made, and what it warns of. */
export interface TransformedBundle {
  readonly files: readonly TransformedFile[];
  readonly warnings: readonly Diagnostic[];
}

/**
 * Photonizes a finished bundle of several files: its entry points, and what they load by relative paths. State that
 * one file exports is each photon's own in the others, too.
 * @throws {Problem | CompileError} and writes nothing
 */
export async function transformBundle(
  entries: readonly string[],
  options: TransformBundleOptions,
): Promise<TransformedBundle> {
  const { outdir, isolation, report } = options;
  const { policy, globals = false } = isolation;
  for (const entry of entries) await assertFile(entry);
  const policies = new FilePolicies(isolation);
  const linker = linkBundle((path) => policies.of(path), globals);
  const { code, data } = await filesOfBundle(entries, linker);
  const folder = commonFolder([...code, ...data]);
  const outputOf = (file: string) => resolve(outdir, relative(folder, file));
  const made = [];
  for (const path of code) {
    const entry = relative('.', path);
    const output = outputOf(path);
    const imports = await linker.imports(path);
    made.push({
      entry,
      output,
      ...(await photonizeFile(entry, output, { policy: policies.of(path), globals, imports })),
    });
  }
  const built = made.map(({ entry, output, plan }) => ({ entry, output, modules: [plan] }));
  const warnings = [...made.flatMap((each) => each.warnings), ...policies.unused()];
  const copies = await Promise.all(data.map((file) => copyOf(file, outputOf(file))));
  const all = [
    ...made.flatMap((each) => each.files),
    ...copies,
    ...reportFile(report, policy, built, warnings),
  ];
  assertNoOverwrite(all, [...code, ...data]);
  await writeFiles(all);
  return {
    files: made.map(({ plan, bytes, output }) => ({ plan, bytes, output, isolated: countIsolated([plan]) })),
    warnings,
  };
}

async function copyOf(file: string, path: string): Promise<OutputFile> {
  const [contents, { mode }] = await Promise.all([readFile(file), stat(file)]);
  return { path, contents, mode: mode & 0o777 };
}
