import type { ImportedModule } from '../options.js';
import { companionName, type RuntimeNames } from '../plan/names.js';
import { importedInstance, nameFrom } from './instance.js';

/** What generated code needs of the file to name other modules. */
export interface FileNames {
  readonly filename: string;
  /** What the file calls the runtime's functions. */
  readonly runtimeNames: RuntimeNames;
}

/**
 * What stands around the namespace of a module to make it what the running photon sees.
 *
 *     $view(ns, { "count": ["$photon$count", "count"] })
 *     $load(ns, { "count": ["$photon$count", "count"] })
 *     $instanceOf(exports, "lib/parser.cjs")
 *     $importInstance(require("…"), "…").namespace(ns)
 *
 * @param by the runtime's function
 */
export function viewAround(
  by: Exclude<keyof RuntimeNames, 'define'>,
  { isolated, instance = '' }: ImportedModule,
  { filename, runtimeNames }: FileNames,
): [before: string, after: string] {
  const called = runtimeNames[by];
  if (by === 'importInstance') return [`${importedInstance(instance, filename, called)}.namespace(`, ')'];
  if (by === 'instanceOf') return [`${called}(`, `, ${JSON.stringify(nameFrom(filename, instance))})`];
  const isWhole = by === 'load' && Object.keys(isolated).length === 0;
  return [`${called}(`, isWhole ? ')' : `, ${isolatedExports(isolated)})`];
}

/** Which exports are isolated, and where to find them. */
function isolatedExports(isolated: ImportedModule['isolated']): string {
  const entries = Object.entries(isolated).map(([name, { slot }]) => [name, [companionName(name), slot]]);
  return JSON.stringify(Object.fromEntries(entries));
}
