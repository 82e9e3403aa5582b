import { join, parse } from 'node:path';
import type { Diagnostic } from '@photonize/transform';
import { bundle } from '../bundle/bundle.js';
import { EXTENSIONS, formatOf } from '../bundle/format.js';
import { withWorkspace } from '../files/workspace.js';
import { writeFiles } from '../files/write.js';
import { readEvents } from '../invoke/events.js';
import type { Isolation } from '../isolation.js';
import { diagnose, problem } from '../problems.js';
import type { Progress } from '../terminal/progress.js';
import type { Measurement, Workload } from './measurement.js';
import { answerAgain, runProcesses } from './processes.js';
import { runPhotons, runPlain } from './together.js';
import { allFailed, type Difference, differences } from './verdict.js';

/** Options of {@link compare}. */
export interface CompareOptions {
  readonly events: string;
  readonly handler: string;
  readonly concurrency: number;
  readonly isolation: Isolation;
  readonly external: readonly string[];
}

/** What {@link compare} found. */
export interface Comparison {
  readonly events: number;
  readonly plain: Measurement;
  readonly processes: Measurement;
  readonly photons: Measurement;
  /** Where plain invocations in one process answered otherwise than processes. */
  readonly plainDifferences: readonly Difference[];
  /** The same for photons: each is a defect. */
  readonly photonDifferences: readonly Difference[];
  readonly warnings: readonly Diagnostic[];
}

/** How many events are answered twice by processes, to see whether the function repeats itself. */
const REPEATED = 3;

/** Runs the events plain in one process, in one process each, and as photons in one process. */
export async function compare(
  entry: string,
  options: CompareOptions,
  progress: Progress,
): Promise<Comparison> {
  const events = await readEvents(options.events);
  if (events.length === 0) throw problem('PHO9012', { events: options.events });
  return withWorkspace(entry, async (folder) => {
    progress('bundling');
    const { plain, photons, warnings } = await bundleTwice(entry, folder, options);
    return {
      ...(await runThreeWays(plain, photons, { ...options, events }, warnings, progress)),
      events: events.length,
    };
  });
}

async function runThreeWays(
  plainFile: string,
  photonFile: string,
  workload: Workload,
  bundleWarnings: readonly Diagnostic[],
  progress: Progress,
): Promise<Omit<Comparison, 'events'>> {
  const { events } = workload;
  const processes = await runProcesses(plainFile, workload, progress);
  const again = await answerAgain(plainFile, { ...workload, events: events.slice(0, REPEATED) }, progress);
  const plain = await runPlain(plainFile, workload, progress);
  const photons = await runPhotons(photonFile, workload, progress);
  return {
    plain,
    processes,
    photons,
    plainDifferences: differences(events, processes.answers, plain.answers),
    photonDifferences: differences(events, processes.answers, photons.answers),
    warnings: [...bundleWarnings, ...doubts(events, processes.answers, again), ...crashes(photons)],
  };
}

/** Why the answers of the processes may be no good measure. */
function doubts(
  events: readonly unknown[],
  first: readonly string[],
  again: readonly string[],
): readonly Diagnostic[] {
  const changed = differences(events.slice(0, again.length), first, again)[0];
  const warnings = changed ? [diagnose('PHO9014', { index: String(changed.index) })] : [];
  if (allFailed(first)) warnings.push(diagnose('PHO9015', { answer: first[0] ?? '' }));
  return warnings;
}

function crashes({ crash: detail }: Measurement): readonly Diagnostic[] {
  return detail === undefined ? [] : [diagnose('PHO9016', { detail })];
}

async function bundleTwice(entry: string, folder: string, { isolation, handler, external }: CompareOptions) {
  const format = await formatOf(entry);
  const name = parse(entry).name + EXTENSIONS[format];
  const plain = { entry, outfile: join(folder, 'plain', name), format, external };
  const photons = {
    ...plain,
    outfile: join(folder, 'photons', name),
    photons: { isolation, handlers: { [handler]: 'function' } },
  } as const;
  // Photonized first: its diagnostics have codes and ways out that esbuild's lack.
  const bundles = [await bundle(photons), await bundle(plain)];
  await writeFiles(bundles.flatMap(({ files }) => files));
  return {
    plain: plain.outfile,
    photons: photons.outfile,
    warnings: bundles.flatMap(({ warnings }) => warnings),
  };
}
