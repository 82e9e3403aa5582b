import type { CrossingKind, Inspection } from '@photonize/transform';
import type { AuditedModule } from './audit.js';

/** A module that an import may lead to, and what it calls the export. */
export interface Origin {
  readonly file: string;
  readonly inspection: Inspection;
  readonly exported: string;
}

/** The modules of a function, as they import each other. */
export class ModuleGraph {
  /** What of the crossings options make private. */
  readonly owned: readonly CrossingKind[];
  readonly #byFile: ReadonlyMap<string, AuditedModule>;

  constructor(modules: readonly AuditedModule[], owned: readonly CrossingKind[]) {
    this.owned = owned;
    this.#byFile = new Map(modules.map((module) => [module.inspection.filename, module]));
  }

  /** The modules that an import leads to: the one that it names, and those whose export that one passes on. */
  *originsOf(
    importer: string,
    specifier: string,
    exported: string,
    visited: Set<string> = new Set(),
  ): Generator<Origin, void> {
    const file = this.#byFile.get(importer)?.resolved?.[specifier];
    const module = file === undefined ? undefined : this.#byFile.get(file);
    const key = `${file}#${exported}`;
    if (file === undefined || module === undefined || visited.has(key)) return;
    visited.add(key);
    const { inspection } = module;
    yield { file, inspection, exported };
    const forward = inspection.forwards.find(({ name }) => name === exported);
    if (forward) yield* this.originsOf(file, forward.specifier, forward.imported, visited);
    else for (const star of inspection.stars) yield* this.originsOf(file, star, exported, visited);
  }
}
