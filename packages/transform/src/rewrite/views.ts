import type { ImportedModule } from '../options.js';
import { companionName, type RuntimeNames } from '../plan/names.js';
import { importedInstance, nameFrom } from './instance.js';

/** What generated code needs of the file to name other modules. */
export interface FileNames {
  readonly filename: string;
  /** What the file calls the runtime's functions. */
  readonly runtimeNames: RuntimeNames;
}

/** A function of the runtime that gives what the running photon sees of a module. */
type Viewing = Exclude<keyof RuntimeNames, 'define'>;

/**
 * What stands around the namespace of a module to make it what the running photon sees.
 *
 *     $view(ns, { "count": ["$photon$count", "count"] })
 *     $view(ns, { "parse": [() => $importInstance(require("…"), "…"), "parse"] })
 *     $load(ns, { "count": ["$photon$count", "count"] })
 *     $instanceOf(exports, "lib/parser.cjs")
 *     $importInstance(require("…"), "…").namespace(ns)
 *
 * @param by the runtime's function
 */
export function viewAround(
  by: Viewing,
  { isolated, instance = '' }: ImportedModule,
  { filename, runtimeNames }: FileNames,
): [before: string, after: string] {
  const called = runtimeNames[by];
  if (by === 'importInstance') return [`${importedInstance(instance, filename, called)}.namespace(`, ')'];
  if (by === 'instanceOf') return [`${called}(`, `, ${JSON.stringify(nameFrom(filename, instance))})`];
  const isWhole = by === 'load' && Object.keys(isolated).length === 0;
  if (isWhole) return [`${called}(`, ')'];
  const places = Object.entries(isolated).map(([name, place]) => {
    const holder =
      place.instance === undefined
        ? JSON.stringify(companionName(name))
        : `() => ${importedInstance(place.instance, filename, runtimeNames.importInstance)}`;
    return `${JSON.stringify(name)}:[${holder},${JSON.stringify(place.slot)}]`;
  });
  return [`${called}(`, `, {${places.join()}})`];
}

/** The runtime's functions that {@link viewAround} calls. */
export function calledBy(by: Viewing, { isolated }: ImportedModule): readonly Viewing[] {
  const passesOn = Object.values(isolated).some(({ instance }) => instance !== undefined);
  return passesOn && by !== 'instanceOf' ? [by, 'importInstance'] : [by];
}
