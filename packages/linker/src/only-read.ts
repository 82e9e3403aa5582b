import { ANY, type Demand, meets, type Reference, type Shape } from '@photonize/transform';
import type { ProgramFile } from './program.js';

/**
 * Finds the modules that may be what they are if importers only read: as many as possible. All that could be are
 * supposed to be, and dropped as soon as something in the program speaks against it, which may speak against others.
 */
export class OnlyRead {
  readonly #program: ReadonlyMap<string, ProgramFile>;
  readonly #found: Set<string>;
  /** The demands that have been looked at in this round. */
  readonly #seen = new Set<string>();
  /** The questions that are being answered: what modules pass on in a circle is nobody's. */
  readonly #open = new Set<string>();

  constructor(program: ReadonlyMap<string, ProgramFile>) {
    this.#program = program;
    this.#found = new Set([...program].flatMap(([path, { summary }]) => (summary.ifRead ? [path] : [])));
  }

  /** @param entries what hosts load: nobody knows what they do with what these export */
  find(entries: readonly string[]): ReadonlySet<string> {
    for (const path of entries) this.#check(path, KEPT);
    let before: number;
    do {
      before = this.#found.size;
      this.#seen.clear();
      for (const [path, file] of this.#program) this.#checkUses(path, file);
      this.#dropStateful();
    } while (this.#found.size < before);
    return this.#found;
  }

  /** Looks at what a file does with what it imports, and with what it exports itself. */
  #checkUses(path: string, { summary: { demands, ifRead } }: ProgramFile): void {
    for (const [specifier, all] of Object.entries(demands))
      for (const demand of all) this.#checkImport(path, specifier, demand);
    for (const demand of ifRead?.own ?? []) this.#check(path, demand);
    // What photons have of their own may be changed, and all that is in it handed out.
    if (ifRead && !this.#found.has(path))
      for (const { module, path: name } of referencesIn(ifRead.shape))
        this.#checkImport(path, module, { ...KEPT, path: name });
  }

  #checkImport(importer: string, specifier: string, demand: Demand): void {
    const isRequired = this.#program.get(importer)?.summary.kind === 'commonjs';
    for (const path of this.#filesOf(importer, specifier))
      for (const meant of this.#meaningsOf(demand, path, isRequired)) this.#check(path, meant);
  }

  /** The `default` of a CommonJS module is all that it exports, what it exports by that name, or either. */
  #meaningsOf(demand: Demand, path: string, isRequired: boolean): Demand[] {
    const [name, ...rest] = demand.path;
    const { kind, ifRead } = this.#program.get(path)?.summary ?? {};
    if (kind !== 'commonjs' || name !== 'default') return [demand];
    const isCompiled = ifRead !== undefined && isMarked(ifRead.shape);
    return isRequired && isCompiled ? [demand] : [demand, { ...demand, path: rest }];
  }

  #filesOf(importer: string, specifier: string): readonly string[] {
    return specifier === '' ? [importer] : (this.#program.get(importer)?.files.get(specifier) ?? []);
  }

  #check(path: string, demand: Demand): void {
    const key = keyOf(path, demand);
    const file = this.#program.get(path);
    if (file === undefined || this.#seen.has(key)) return;
    this.#seen.add(key);
    if (file.summary.kind === 'module') this.#passOn(path, file, demand);
    if (!this.#isMet(path, file, demand)) this.#found.delete(path);
  }

  /** What a module exports of others is theirs. */
  #passOn(path: string, { summary }: ProgramFile, demand: Demand): void {
    const { forwards, stars, exportNames } = summary;
    const [name = ANY, ...rest] = demand.path;
    const use = demand.path.length === 0 ? KEPT : demand;
    for (const forward of forwards)
      if (name === ANY || name === forward.name)
        this.#checkImport(path, forward.specifier, { ...use, path: [forward.imported, ...rest] });
    if (name === 'default' || exportNames.includes(name)) return;
    for (const star of stars) this.#checkImport(path, star, { ...use, path: [name, ...rest] });
  }

  #isMet(path: string, { summary: { ifRead, kind } }: ProgramFile, demand: Demand): boolean {
    if (ifRead === undefined || !this.#found.has(path)) return true;
    if (demand.path.length > DEEPEST) return false;
    // The object that has the exports of an ES module cannot be changed.
    if (kind === 'module' && demand.path.length === 0 && !/^(?:keep|copy)$/.test(demand.use)) return true;
    return meets(ifRead.shape, demand, (module, each) => {
      if (each.use === 'receive') return this.#mayReceive(path, module, each);
      this.#checkImport(path, module, each);
      return true;
    });
  }

  /** Whether what a module exports may be called as a method of something shared, which it must leave alone. */
  #mayReceive(importer: string, specifier: string, demand: Demand): boolean {
    const files = this.#filesOf(importer, specifier);
    return (
      files.length > 0 &&
      files.every((path) => this.#meaningsOf(demand, path, false).every((each) => this.#receives(path, each)))
    );
  }

  #receives(path: string, demand: Demand): boolean {
    const key = keyOf(path, demand);
    const file = this.#program.get(path);
    const isKnown = file?.summary.kind === 'commonjs' && file.summary.ifRead !== undefined;
    if (!isKnown || this.#open.has(key)) return false;
    this.#open.add(key);
    const isMet = this.#isMet(path, file, demand);
    this.#open.delete(key);
    return isMet;
  }

  /** What is shared must not lead to what is not: a CommonJS module would hand out the root's. */
  #dropStateful(): void {
    const stateful = this.#reachingState();
    for (const [path, { summary, files }] of this.#program) {
      const isStateful = [...files.values()].flat().some((file) => stateful.has(file));
      if (summary.kind === 'commonjs' && isStateful) this.#found.delete(path);
    }
  }

  /** The files that have state, or load some that do. */
  #reachingState(): ReadonlySet<string> {
    const importers = new Map<string, string[]>();
    for (const [path, { files }] of this.#program)
      for (const file of [...files.values()].flat())
        importers.set(file, [...(importers.get(file) ?? []), path]);
    const hasState = ([path, { summary }]: readonly [string, ProgramFile]) =>
      (this.#found.has(path) ? summary.ifRead : summary)?.hasState === true;
    const found = new Set([...this.#program].filter(hasState).map(([path]) => path));
    for (const path of found) for (const importer of importers.get(path) ?? []) found.add(importer);
    return found;
  }
}

const KEPT: Demand = { path: [], use: 'keep' };

/** How far into an object modules can lead each other, unless it is in a circle. */
const DEEPEST = 32;

function keyOf(path: string, demand: Demand): string {
  return `${path}\0${JSON.stringify(demand)}`;
}

/** Whether a module is marked as compiled from an ES module: `Object.defineProperty(exports, "__esModule", …)` */
function isMarked(shape: Shape): boolean {
  if (typeof shape === 'string' || 'module' in shape) return false;
  return shape.parts.some(({ name }) => name === '__esModule');
}

/** All parts of a value that are other modules'. */
function referencesIn(shape: Shape): Reference[] {
  if (typeof shape === 'string') return [];
  if ('module' in shape) return [shape];
  const stars = (shape.stars ?? []).map((module): Reference => ({ module, path: [] }));
  return [...stars, ...shape.parts.flatMap((part) => referencesIn(part.shape))];
}
