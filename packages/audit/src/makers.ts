import type { InspectedState, Maker } from '@photonize/transform';
import type { AuditedModule } from './audit.js';
import type { WriterReport } from './report.js';

/** Finds what changes objects that functions and classes of other modules have made. */
export class Makers {
  readonly #byFile: ReadonlyMap<string, AuditedModule>;

  constructor(modules: readonly AuditedModule[]) {
    this.#byFile = new Map(modules.map((module) => [module.inspection.filename, module]));
  }

  /**
   * The code that changes a state: in its own module, or in the one that has made it. What is made by a class changes
   * if one of its changing methods is called.
   */
  writersOf({ writers, madeBy }: InspectedState, { inspection }: AuditedModule): readonly WriterReport[] {
    if (writers.length > 0 || madeBy === undefined) return writers;
    const found = this.#find(inspection.filename, madeBy.specifier, madeBy.exported, new Set());
    if (found === undefined) return writers;
    const { methods } = found.maker;
    const isChanged =
      methods === undefined || madeBy.used.some((method) => method === '*' || methods.includes(method));
    return isChanged ? found.maker.writers.map((writer) => ({ ...writer, file: found.file })) : writers;
  }

  /** Follows an export through the modules that pass it on. */
  #find(
    importer: string,
    specifier: string,
    exported: string,
    visited: Set<string>,
  ): { file: string; maker: Maker } | undefined {
    const file = this.#byFile.get(importer)?.resolved?.[specifier];
    const module = file === undefined ? undefined : this.#byFile.get(file);
    const key = `${file}#${exported}`;
    if (file === undefined || module === undefined || visited.has(key)) return undefined;
    visited.add(key);
    const { makers, forwards, stars } = module.inspection;
    const maker = makers.find((each) => each.exported === exported);
    if (maker) return { file, maker };
    const forward = forwards.find(({ name }) => name === exported);
    if (forward) return this.#find(file, forward.specifier, forward.imported, visited);
    for (const star of stars) {
      const found = this.#find(file, star, exported, visited);
      if (found) return found;
    }
    return undefined;
  }
}
