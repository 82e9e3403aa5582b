import { warn } from '../errors.js';
import { context, currentPhoton } from '../photon/context.js';
import { Photon } from '../photon/photon.js';
import { effectsOf } from './effects.js';
import { Evaluation } from './evaluation.js';
import { InitGroup } from './group.js';
import { type ModuleRecord, type ModuleShape, setSlot } from './record.js';
import { PhotonRecords } from './records.js';
import { createRootRecord, defineRootCell } from './root.js';
import { defineStaticField } from './statics.js';
import { nextOrder, type Step } from './step.js';

/** Code of a module's top level; `record` is the root's, or that of the photon being initialized. */
type Code<T> = (record: ModuleRecord) => T;

/** One module's table: a record for each photon, held weakly, and one for root. */
export class ModuleTable {
  readonly id: string;
  readonly root: ModuleRecord;
  group: InitGroup;
  readonly records: PhotonRecords;
  #stepCount = 0;
  #staticCount = 0;

  constructor(id: string, bindings: object, shape: ModuleShape) {
    this.id = id;
    this.root = createRootRecord(this, bindings);
    this.records = new PhotonRecords(id, shape);
    this.group = new InitGroup(this);
  }

  /**
   * The record of the running photon, initialized on its first touch.
   *
   * @param captured the record of the enclosing activation, for a nested closure. A photon's record wins over
   *   the async context, because the closure names the same variable as its surroundings; the root's does not,
   *   because closures made at load time serve all photons (semantics, "Which photon").
   */
  record(captured?: ModuleRecord): ModuleRecord {
    if (captured !== undefined && captured !== this.root) return captured;
    const current = context.getStore();
    if (current === undefined) return this.root;
    return this.records.cached(current) ?? (current instanceof Photon ? this.#touch(current) : this.root);
  }

  #touch(photon: Photon): ModuleRecord {
    if (!this.records.has(photon)) this.group.initialise(photon);
    return this.records.serve(photon);
  }

  // ── Evaluation at root ────────────────────────────────────────────────────────────────────────────────

  /**
   * Runs the initializer of an isolated binding, now for root and later for each photon.
   * @returns the value for root
   */
  init<T>(slot: string, code: Code<T>): T {
    return this.#evaluate(code, (evaluation) => {
      this.#addStep(evaluation, (record) => setSlot(record, slot, code(record)));
    });
  }

  /** {@link init} for an initializer that awaits. */
  initAsync<T>(slot: string, code: Code<Promise<T>>): Promise<T> {
    return this.#evaluateAsync(code, (evaluation) => {
      this.#addAsyncStep(evaluation, async (record) => setSlot(record, slot, await code(record)));
    });
  }

  /** {@link init} for a destructuring declaration: `code` returns the values by slot. */
  initAll<T extends object>(code: Code<T>): T {
    return this.#evaluate(code, (evaluation) => {
      this.#addStep(evaluation, (record) => setSlots(record, code(record)));
    });
  }

  /** {@link initAll} for a declaration that awaits. */
  initAllAsync<T extends object>(code: Code<Promise<T>>): Promise<T> {
    return this.#evaluateAsync(code, (evaluation) => {
      this.#addAsyncStep(evaluation, async (record) => setSlots(record, await code(record)));
    });
  }

  /** Runs a top-level statement; photons run it again if it touched isolated state. */
  step<T>(code: Code<T>): T {
    return this.#evaluate(code, (evaluation) => {
      if (evaluation.touchedState) this.#addStep(evaluation, code);
      else evaluation.keepInner();
    });
  }

  /** {@link step} for a statement that awaits. */
  stepAsync<T>(code: Code<Promise<T>>): Promise<T> {
    return this.#evaluateAsync(code, (evaluation) => {
      if (evaluation.touchedState) this.#addAsyncStep(evaluation, code);
      else evaluation.keepInner();
    });
  }

  /** Runs a top-level statement that photons run again in any case. */
  replay<T>(code: Code<T>): T {
    return this.#evaluate(code, (evaluation) => this.#addStep(evaluation, code));
  }

  /** {@link replay} for a statement that awaits. */
  replayAsync<T>(code: Code<Promise<T>>): Promise<T> {
    return this.#evaluateAsync(code, (evaluation) => this.#addAsyncStep(evaluation, code));
  }

  /** Runs code that must run once, such as a `const` initializer; its effects on isolated state are repeated. */
  once<T>(code: Code<T>): T {
    return this.#evaluate(code, (evaluation, value) => this.#addEffects(evaluation, value), true);
  }

  /** {@link once} for an initializer that awaits. */
  onceAsync<T>(code: Code<Promise<T>>): Promise<T> {
    return this.#evaluateAsync(code, (evaluation, value) => this.#addEffects(evaluation, value), true);
  }

  /** Evaluates a decorator, and has its application watched as well: both run once. */
  decorator<T>(code: Code<T>): T {
    const decorate = this.once(code);
    if (typeof decorate !== 'function') return decorate;
    const once = this.once.bind(this);
    const watched = function (this: unknown, ...args: unknown[]): unknown {
      return once(() => Reflect.apply(decorate, this, args));
    };
    return watched as T;
  }

  /**
   * Initializes a slot that no variable backs, such as a private static field.
   * @param owner the record of the step that this code is part of, if any: a class that is made anew for each
   *   photon initializes its static fields then
   */
  cell(slot: string, code: Code<unknown>, owner = this.root): void {
    if (owner !== this.root) {
      setSlot(owner, slot, code(owner));
      return;
    }
    const write = defineRootCell(this, this.root, slot);
    const parent = context.getStore();
    const isInner = parent instanceof Evaluation && parent.home === this;
    const keep = isInner ? (add: () => void) => void parent.inner.push(add) : undefined;
    this.#evaluate(code, (evaluation, value) => {
      write(value);
      const add = () => this.#addStep(evaluation, (record) => setSlot(record, slot, code(record)));
      if (keep === undefined) add();
      else keep(add);
    });
  }

  /**
   * Defines a static field: on a shared class an accessor that reads and writes the photon's own value.
   * @param owner as for {@link cell}
   */
  staticField(target: object, key: PropertyKey, code: Code<unknown>, owner = this.root): void {
    if (owner !== this.root) {
      setSlot(target as ModuleRecord, key, code(owner));
      return;
    }
    const slot = `static ${String(key)} ${this.#staticCount++}`;
    this.cell(slot, code);
    defineStaticField(this, target, key, slot);
  }

  #evaluate<T>(code: Code<T>, register: (evaluation: Evaluation, value: T) => void, once = false): T {
    const evaluation = new Evaluation(this, once);
    try {
      const value = context.run(evaluation, code, this.root);
      register(evaluation, value);
      return value;
    } finally {
      evaluation.finish();
    }
  }

  async #evaluateAsync<T>(
    code: Code<Promise<T>>,
    register: (evaluation: Evaluation, value: T) => void,
    once = false,
  ): Promise<T> {
    const evaluation = new Evaluation(this, once);
    try {
      const value = await context.run(evaluation, code, this.root);
      register(evaluation, value);
      // A photon that loads the module itself cannot wait at its first touch, so it keeps step.
      const photon = currentPhoton();
      if (photon) await this.group.initialiseAsync(photon);
      return value;
    } finally {
      evaluation.finish();
    }
  }

  #addEffects(evaluation: Evaluation, value: unknown): void {
    evaluation.keepInner();
    for (const { table, run } of effectsOf(evaluation, value)) table.#addStep(evaluation, run);
  }

  #addStep(evaluation: Evaluation, run: Step['run'], async = false): void {
    for (const table of evaluation.tables) {
      if (table !== this && currentPhoton() !== undefined) warnLateModule(this, table);
      this.group.absorb(table.group);
    }
    this.group.add({ order: nextOrder(), home: this, index: this.#stepCount++, async, run });
  }

  #addAsyncStep(evaluation: Evaluation, run: Step['run']): void {
    this.#addStep(evaluation, run, true);
  }
}

/**
 * What generated code calls once for each module.
 * @param id the module's path, for messages
 * @param bindings a getter and a setter for each isolated binding
 */
export function defineModule(id: string, bindings: object = {}, shape: ModuleShape = {}): ModuleTable {
  return new ModuleTable(id, bindings, shape);
}

function setSlots(record: ModuleRecord, values: object): void {
  for (const [slot, value] of Object.entries(values)) setSlot(record, slot, value);
}

function warnLateModule(home: ModuleTable, touched: ModuleTable): void {
  warn(
    'PHOTON_LATE_MODULE',
    `${home.id} was first loaded by a photon, and its top-level code changes the state of ${touched.id}; ` +
      'photons that are running already do not see that change. Import it statically.',
  );
}
