import { GENERATED_NAMES } from '@photonize/runtime/interface';
import type { ModuleFacts } from '../analyze/analyze.js';
import type { EvalCode } from '../analyze/eval.js';
import { findLoads, type Load } from '../analyze/imports.js';
import { type ImportedModule, importedModule, type ResolvedOptions } from '../options.js';
import type { GeneratedNames, RuntimeNames } from './names.js';

/** A call that loads a module, where photons get something else than the module's namespace. */
export interface ViewedLoad extends Load {
  readonly module: ImportedModule;
  /** The code of an eval that it is in. */
  readonly code: EvalCode | undefined;
  /** The runtime's function that gives it. */
  readonly by: Exclude<keyof RuntimeNames, 'define'>;
  /** The file's function that gives it to the code of an eval, which cannot name the runtime's in bundles. */
  readonly helper: string | undefined;
}

/** Finds the calls in the file, and in the code of evals, that load modules with state. */
export function planLoads(
  { names: file, evals }: ModuleFacts,
  { imports }: ResolvedOptions,
  names: GeneratedNames,
): ViewedLoad[] {
  const texts = [
    { names: file, code: undefined },
    ...evals.codes.map((code) => ({ names: code.names, code })),
  ];
  return texts.flatMap((text) =>
    findLoads(text.names).flatMap((load): ViewedLoad[] => {
      const module = importedModule(imports, load.specifier);
      const by = module && functionFor(load, module);
      if (!by) return [];
      const helper = text.code && names.ofModule(GENERATED_NAMES.namespace);
      return [{ ...load, module, code: text.code, by, helper }];
    }),
  );
}

/** `import()` waits for the photon's init besides. */
function functionFor({ kind }: Load, module: ImportedModule): ViewedLoad['by'] | undefined {
  if (module.instance !== undefined) return kind === 'require' ? 'instanceOf' : 'importInstance';
  const isIsolated = Object.keys(module.isolated).length > 0;
  if (kind === 'dynamic-import') return module.reachesState || isIsolated ? 'load' : undefined;
  return isIsolated ? 'view' : undefined;
}
