import { dirname, relative, resolve } from 'node:path';
import { FilePolicies } from '@photonize/linker';
import type { Diagnostic, ModulePlan } from '@photonize/transform';
import { assertNoOverwrite } from '../files/overwrite.js';
import { assertFile } from '../files/read.js';
import { writeFiles } from '../files/write.js';
import type { Isolation } from '../isolation.js';
import { diagnose } from '../problems.js';
import { countIsolated, reportFile } from '../report.js';
import { codeByPattern, findCode } from './bundle-files.js';
import { photonizeFile } from './photonize-file.js';

/** Options of {@link transformFile}. */
export interface TransformFileOptions {
  readonly output: string;
  readonly isolation: Isolation;
  /** Where the report goes. */
  readonly report?: string;
}

/** What {@link transformFile} made. */
export interface TransformResult {
  readonly plan: ModulePlan;
  /** How many bindings each photon gets for itself. */
  readonly isolated: number;
  readonly warnings: readonly Diagnostic[];
  readonly bytes: number;
}

/**
 * Photonizes one finished file or bundle, which then runs without this project installed.
 * @throws {Problem | CompileError} and writes nothing
 */
export async function transformFile(file: string, options: TransformFileOptions): Promise<TransformResult> {
  const { output, isolation, report } = options;
  const policies = new FilePolicies(isolation);
  await assertFile(file);
  const { plan, bytes, files, ...made } = await photonizeFile(file, output, {
    policy: policies.of(resolve(file)),
    globals: isolation.globals ?? false,
  });
  const warnings = [...made.warnings, ...filesLeftOut(file, plan), ...policies.unused()];
  const built = { entry: file, output: resolve(output), modules: [plan] };
  const all = [...files, ...reportFile(report, isolation.policy, [built], warnings)];
  assertNoOverwrite(all, [file]);
  await writeFiles(all);
  return { plan, isolated: countIsolated([plan]), warnings, bytes };
}

/** Warns of other files of the same bundle. */
function filesLeftOut(file: string, { loads, loadsByPattern }: ModulePlan): Diagnostic[] {
  const path = resolve(file);
  const left = [
    ...loads.filter((specifier) => findCode(specifier, path) !== undefined),
    ...codeByPattern(loadsByPattern, path).map((other) => `./${relative(dirname(path), other)}`),
  ];
  return left.map((specifier) => diagnose('PHO9017', { file, specifier }, { filename: file }));
}
