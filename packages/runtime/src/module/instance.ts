import { isObject } from './objects.js';
import { type ModuleRecord, setSlot } from './record.js';
import { nextOrder } from './step.js';
import type { ModuleTable } from './table.js';

/** What CommonJS calls `module`. */
export interface CommonJsModule {
  exports: unknown;
}

/** The code of a CommonJS module. */
export type ModuleCode = (this: unknown, exports: unknown, module: CommonJsModule) => void;

/** What a photon's record holds of such a module. */
interface Evaluated {
  readonly module: CommonJsModule;
  /** What ES modules import by default where that is all that the module exports. It tells that evaluation has begun. */
  readonly interop: { readonly default: unknown };
}

/** The instances by what their modules have exported at root, which may pass on what another has, and by their names. */
const instances = new WeakMap<object, Map<string, Instance>>();

/**
 * A CommonJS module that is evaluated at root, and again for each photon on its first touch: every variable, closure
 * and object of it is private then, whatever it hides its state behind (semantics, "Policies").
 */
export class Instance {
  readonly #table: ModuleTable;
  readonly #module: CommonJsModule;
  readonly #code: ModuleCode;
  /** Whether a module that it requires has required it. */
  #isInCycle = false;
  #isEvaluated = false;

  constructor(table: ModuleTable, module: CommonJsModule, code: ModuleCode) {
    this.#table = table;
    this.#module = module;
    this.#code = code;
  }

  /**
   * Evaluates the module at root. Photons do so when they have evaluated what it requires, or before that in a cycle:
   * what it requires then is evaluated on its demand.
   */
  evaluate(): void {
    const { steps, root } = this.#table;
    const begin = nextOrder();
    const code = () => {
      this.#register();
      this.#run(root, this.#module);
      this.#register();
    };
    const order = () => (this.#isInCycle ? begin : nextOrder());
    steps.evaluate(code, 'always', (record) => this.#evaluateFor(record), undefined, order);
    this.#isEvaluated = true;
  }

  /** What the module exports at root may be replaced while it is evaluated, and in cycles both are seen. */
  #register(): void {
    const { exports } = this.#module;
    if (!isObject(exports)) return;
    const others = instances.get(exports) ?? new Map<string, Instance>();
    instances.set(exports, others.set(this.#table.id, this));
  }

  #evaluateFor(record: ModuleRecord): void {
    if (record.interop !== undefined) return;
    const module: CommonJsModule = Object.setPrototypeOf({ exports: {} }, this.#module);
    setSlot(record, 'module', module);
    this.#run(record, module);
  }

  #run(record: ModuleRecord, module: CommonJsModule): void {
    record.interop = new Interop(record as unknown as Evaluated);
    this.#code.call(module.exports, module.exports, module);
  }

  /** What the running photon's record holds. The module's turn may not have come yet, in cycles. */
  get evaluated(): Evaluated {
    const record = this.#table.record();
    this.#isInCycle ||= !this.#isEvaluated;
    this.#evaluateFor(record);
    return record as unknown as Evaluated;
  }

  get atRoot(): Evaluated {
    return this.#table.root as unknown as Evaluated;
  }
}

/** Reads the record anew each time: at root, that tells the running evaluation. */
class Interop {
  readonly #record: Evaluated;

  constructor(record: Evaluated) {
    this.#record = record;
  }

  get default(): unknown {
    return this.#record.module.exports;
  }
}

/** @param id the module; several may export one object */
function findInstance(exports: unknown, id: string): Instance | undefined {
  return isObject(exports) ? instances.get(exports)?.get(id) : undefined;
}

/**
 * What `require` gives to the running photon.
 * @param exports what it gave
 * @param id the module that was required
 */
export function instanceOf(exports: unknown, id: string): unknown {
  const instance = findInstance(exports, id);
  return instance ? instance.evaluated.module.exports : exports;
}

/** The namespaces that everybody reads for the ones at root: a namespace is always the same object. */
const namespaces = new WeakMap<object, object>();

/** What ES modules import from a CommonJS module of which each photon has an instance. */
export class ImportedInstance {
  readonly #exports: unknown;
  readonly #instance: Instance | undefined;

  /** @param exports what `require` gives for the module */
  constructor(exports: unknown, id: string) {
    this.#exports = exports;
    this.#instance = findInstance(exports, id);
  }

  /**
   * What the module exports for the running photon: it holds what is imported by name.
   * @param captured what the surrounding activation has found, for a nested closure: see {@link ModuleTable.record}
   */
  named(captured?: unknown): unknown {
    if (captured !== undefined && captured !== this.#exports) return captured;
    return this.#instance ? this.#instance.evaluated.module.exports : this.#exports;
  }

  /**
   * What holds the default export for the running photon, as `default`.
   * @param atRoot the default import at root: all that the module exports, or a property of that, as bundlers decide
   */
  byDefault(atRoot: unknown, captured?: unknown): unknown {
    if (atRoot !== this.#exports) return this.named(captured);
    if (!this.#instance) return { default: atRoot };
    const isPrivate = captured !== undefined && captured !== this.#instance.atRoot.interop;
    return isPrivate ? captured : this.#instance.evaluated.interop;
  }

  /**
   * What the running photon imports by a name.
   * @param atRoot what the import gives at root
   */
  read(name: string, atRoot: unknown): unknown {
    const holder = name === 'default' ? this.byDefault(atRoot) : this.named();
    return (holder as Record<string, unknown>)[name];
  }

  /**
   * A namespace of the module, in which everybody reads what the own instance exports.
   * @param atRoot the namespace at root
   */
  namespace(atRoot: Readonly<Record<string, unknown>>): object {
    if (!this.#instance) return atRoot;
    const known = namespaces.get(atRoot) ?? this.#createNamespace(atRoot);
    namespaces.set(atRoot, known);
    return known;
  }

  #createNamespace(atRoot: Readonly<Record<string, unknown>>): object {
    const namespace = Object.create(null) as object;
    for (const name of Object.keys(atRoot)) {
      const get = () => this.read(name, atRoot[name]);
      Object.defineProperty(namespace, name, { enumerable: true, get });
    }
    return Object.defineProperty(namespace, Symbol.toStringTag, { value: 'Module' });
  }
}

/** What ES modules call once for each module that they import and of which photons have instances. */
export function importInstance(exports: unknown, id: string): ImportedInstance {
  return new ImportedInstance(exports, id);
}
