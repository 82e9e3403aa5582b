import type { ResolvedOptions } from '../../options.js';
import type { Unit } from '../unit.js';
import { findChunkModules } from './chunk-modules.js';
import { findCommonJsCalls } from './commonjs-call.js';
import { findEnvelope } from './envelope.js';
import { findGuardedModules } from './guarded-modules.js';
import { findHandedModules } from './handed-modules.js';
import { findLazyModules } from './lazy-modules.js';
import { ModuleFinder } from './module-finder.js';
import { isRequireShim } from './require-shim.js';
import { importedRoles } from './roles.js';

/**
 * Finds the modules that a bundler has put into functions. Each becomes a unit; what the bundle keeps modules in goes
 * to the file's {@link ModuleSystem}. Under policy `strict`, photons evaluate a bundle inside a source module as a whole.
 */
export function findModules(
  file: Unit,
  source: string,
  { imports, finished, policy }: ResolvedOptions,
): Unit[] {
  if ((policy === 'strict' || policy === 'instance') && !finished) return [];
  const { names } = file;
  const finder = new ModuleFinder(file);
  for (const [binding, role] of importedRoles(names, imports)) finder.addImported(binding, role);
  for (const call of findCommonJsCalls(names, source)) finder.addModulesOf(call);
  finder.addChunk(findChunkModules(file));
  for (const modules of findLazyModules(names, source)) finder.addLazyModules(modules);
  for (const module of findGuardedModules(names, source)) finder.addGuarded(module);
  if (finished) {
    finder.addEnvelope(findEnvelope(names));
    for (const binding of file.scope.declared)
      if (isRequireShim(binding)) file.system.bookkeeping.add(binding);
    finder.addHanded(findHandedModules(file.pieces, names));
  }
  finder.addHoistedVariables();
  return finder.units;
}
