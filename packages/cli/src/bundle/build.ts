import { FilePolicies } from '@photonize/linker';
import type { AdapterName } from '@photonize/runtime/interface';
import type { Diagnostic } from '@photonize/transform';
import { assertNoOverwrite } from '../files/overwrite.js';
import { writeFiles } from '../files/write.js';
import type { Isolation } from '../isolation.js';
import { Problem } from '../problems.js';
import { type Built, countIsolated, reportFile } from '../report.js';
import type { Progress } from '../terminal/progress.js';
import { type Bundle, bundle } from './bundle.js';
import type { Format } from './format.js';
import { nameOutputs, type Target } from './outputs.js';

/** Options of {@link build}. */
export interface BuildOptions {
  readonly outdir: string;
  readonly format: Format;
  readonly isolation: Isolation;
  readonly handler: string;
  /** What makes the host's calls photons. */
  readonly adapter: AdapterName;
  readonly external: readonly string[];
  /** Where the report goes. */
  readonly report?: string;
}

/** One entry that was built. */
export interface BuiltEntry extends Built {
  /** How many bindings each photon gets for itself. */
  readonly isolated: number;
  readonly bytes: number;
}

/** What {@link build} made. */
export interface BuildResult {
  readonly entries: readonly BuiltEntry[];
  readonly warnings: readonly Diagnostic[];
}

/**
 * Makes a photonized bundle of each entry. Writes all of them or, where one has an error, none.
 * @throws {Problem} with the errors of all entries
 */
export async function build(
  files: readonly string[],
  options: BuildOptions,
  progress: Progress,
): Promise<BuildResult> {
  const targets = nameOutputs(files, options.outdir, options.format);
  const bundled = await bundleAll(targets, options, progress);
  const entries = bundled.map(({ target, bundle }) => summarise(target, bundle));
  const bundles = bundled.map(({ bundle }) => bundle);
  const warnings = warningsOf(bundles, options.isolation);
  const report = reportFile(options.report, options.isolation.policy, entries, warnings);
  const outputs = [...bundles.flatMap(({ files }) => files), ...report];
  assertNoOverwrite(
    outputs,
    bundles.flatMap(({ inputs }) => inputs),
  );
  await writeFiles(outputs);
  return { entries, warnings };
}

/** A pin is unused if none of the entries has its module. */
function warningsOf(bundles: readonly Bundle[], isolation: Isolation): Diagnostic[] {
  const policies = new FilePolicies(isolation);
  for (const input of bundles.flatMap(({ inputs }) => inputs)) policies.of(input);
  const ofEach = bundles.flatMap(({ warnings }) => warnings).filter(({ code }) => code !== 'PHO1014');
  return [...ofEach, ...policies.unused()];
}

async function bundleAll(
  targets: readonly Target[],
  { isolation, handler, adapter, ...options }: BuildOptions,
  progress: Progress,
): Promise<readonly { readonly target: Target; readonly bundle: Bundle }[]> {
  const bundles: { target: Target; bundle: Bundle }[] = [];
  const errors: Diagnostic[] = [];
  for (const [index, target] of targets.entries()) {
    progress(`bundling ${target.entry} (${index + 1} of ${targets.length})`);
    try {
      bundles.push({
        target,
        bundle: await bundle({
          ...options,
          ...target,
          photons: { isolation, handlers: { [handler]: adapter } },
        }),
      });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      errors.push(...error.diagnostics);
    }
  }
  if (errors.length > 0) throw new Problem(errors);
  return bundles;
}

function summarise({ entry, outfile: output }: Target, { files, modules }: Bundle): BuiltEntry {
  const main = files.find(({ path }) => path === output);
  return { entry, output, modules, isolated: countIsolated(modules), bytes: main?.contents.length ?? 0 };
}
