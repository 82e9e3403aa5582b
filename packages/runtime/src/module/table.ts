import { warn } from '../errors.js';
import { context, currentPhoton, ROOT } from '../photon/context.js';
import type { Photon } from '../photon/photon.js';
import { Aftermath } from './aftermath.js';
import { effectsOf } from './effects.js';
import { Evaluation, type Repeats, type Write } from './evaluation.js';
import { InitGroup } from './group.js';
import { type ModuleRecord, type ModuleShape, setSlot } from './record.js';
import { PhotonRecords } from './records.js';
import { createRootRecord, defineRootCell } from './root.js';
import { createScope, type ScopeShape } from './scope.js';
import { defineStaticField, hasSetter } from './statics.js';
import { nextOrder, type Step } from './step.js';

/** Code of a module's top level; `record` is the root's, or that of the photon being initialized. */
type Code<T> = (record: ModuleRecord) => T;

/** How they do. */
type Again = Pick<Step, 'run' | 'async'>;

/**
 * One module's table: a record for each photon, held weakly, and one for root.
 *
 * The module's real variables belong to whoever loads it. That is root as a rule, and else a photon: it has then
 * evaluated the module as a process would, once, and root gets a record by init, as every other photon does.
 */
export class ModuleTable {
  readonly id: string;
  readonly root: ModuleRecord;
  group: InitGroup;
  readonly records: PhotonRecords;
  readonly #shape: ModuleShape;
  /** The photon that loaded the module, if one did. */
  readonly #loader = currentPhoton();
  #stepCount = 0;
  #staticCount = 0;
  /** What root got by init, where a photon loaded the module. */
  #initialisedRoot: ModuleRecord | undefined;
  /** What continuations of top-level code assigned last. */
  readonly #lateValues = new Map<PropertyKey, unknown>();

  constructor(id: string, bindings: object, shape: ModuleShape) {
    this.id = id;
    this.root = createRootRecord(this, bindings);
    this.records = new PhotonRecords(id, shape);
    this.#shape = shape;
    this.group = new InitGroup(this);
    // A record of its own identity: closures that photons share capture the root's, and must not serve the loader.
    if (this.#loader) this.records.adopt(this.#loader, Object.create(this.root) as ModuleRecord);
  }

  /**
   * The record of the running photon, initialized on its first touch.
   *
   * @param captured the record of the enclosing activation, for a nested closure. A photon's record wins over
   *   the async context, because the closure names the same variable as its surroundings; the root's does not,
   *   because closures made at load time serve all photons (semantics, "Which photon").
   */
  record(captured?: ModuleRecord): ModuleRecord {
    if (captured !== undefined && captured !== this.root && captured !== this.#initialisedRoot)
      return captured;
    const current = context.getStore();
    if (current === undefined && this.#loader === undefined) return this.root;
    return this.records.cached(current) ?? this.#find(current);
  }

  #find(current: Photon | Evaluation | undefined): ModuleRecord {
    return current instanceof Evaluation ? this.root : this.#touch(current ?? ROOT);
  }

  /** The record that `evaluation` means, where that is not the one behind the module's real variables. */
  recordBeside({ photon }: Evaluation): ModuleRecord | undefined {
    return photon === this.#loader ? undefined : this.#touch(photon ?? ROOT);
  }

  /** Whether a function in `slot` may have state of its own. */
  mayHoldClosure(slot: PropertyKey): boolean {
    const { lets = [], vars = [], functions = {}, plain = [] } = this.#shape;
    const isBinding =
      typeof slot === 'string' && (lets.includes(slot) || vars.includes(slot) || slot in functions);
    return isBinding && !plain.includes(slot);
  }

  #touch(photon: Photon): ModuleRecord {
    if (!this.records.has(photon)) this.group.initialise(photon);
    if (photon === ROOT) this.#initialisedRoot = this.records.recordOf(ROOT);
    return this.records.serve(photon);
  }

  /** The bindings that are named inside a `with` statement: see {@link createScope}. */
  scope(captured: ModuleRecord | undefined, shape: ScopeShape): object {
    return createScope(this, captured, shape);
  }

  // ── Evaluation of the module ──────────────────────────────────────────────────────────────────────────

  /**
   * Runs the initializer of an isolated binding, now for root and later for each photon.
   * @returns the value for root
   */
  init<T>(slot: string, code: Code<T>): T {
    return this.#evaluate(code, 'always', (record) => setSlot(record, slot, code(record)));
  }

  /** {@link init} for an initializer that awaits. */
  initAsync<T>(slot: string, code: Code<Promise<T>>): Promise<T> {
    return this.#evaluateAsync(code, 'always', async (record) => setSlot(record, slot, await code(record)));
  }

  /** {@link init} for a destructuring declaration: `code` returns the values by slot. */
  initAll<T extends object>(code: Code<T>): T {
    return this.#evaluate(code, 'always', (record) => setSlots(record, code(record)));
  }

  /** {@link initAll} for a declaration that awaits. */
  initAllAsync<T extends object>(code: Code<Promise<T>>): Promise<T> {
    return this.#evaluateAsync(code, 'always', async (record) => setSlots(record, await code(record)));
  }

  /** Runs a top-level statement; photons run it again if it touched isolated state. */
  step<T>(code: Code<T>): T {
    return this.#evaluate(code, 'if it touches state', code);
  }

  /** {@link step} for a statement that awaits. */
  stepAsync<T>(code: Code<Promise<T>>): Promise<T> {
    return this.#evaluateAsync(code, 'if it touches state', code);
  }

  /** Runs a top-level statement that photons run again in any case. */
  replay<T>(code: Code<T>): T {
    return this.#evaluate(code, 'always', code);
  }

  /** {@link replay} for a statement that awaits. */
  replayAsync<T>(code: Code<Promise<T>>): Promise<T> {
    return this.#evaluateAsync(code, 'always', code);
  }

  /** Runs code that must run once, such as a `const` initializer; its effects on isolated state are repeated. */
  once<T>(code: Code<T>): T {
    return this.#evaluate(code, 'never', code);
  }

  /** {@link once} for an initializer that awaits. */
  onceAsync<T>(code: Code<Promise<T>>): Promise<T> {
    return this.#evaluateAsync(code, 'never', code);
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
    const run: Step['run'] = (record) => setSlot(record, slot, code(record));
    const initial = (record: ModuleRecord) => write(code(record));
    this.#evaluate(initial, 'always', run, keep);
  }

  /**
   * Defines a static field: on a shared class an accessor that reads and writes the photon's own value, and a
   * property like any other on a class that each photon makes for itself.
   * @param owner as for {@link cell}
   */
  staticField(target: object, key: PropertyKey, code: Code<unknown>, owner = this.root): void {
    if (owner !== this.root || this.#isMakingPrivate) {
      setSlot(target as ModuleRecord, key, code(owner));
      return;
    }
    const slot = `static ${String(key)} ${this.#staticCount++}`;
    this.cell(slot, code);
    defineStaticField(this, target, key, slot);
  }

  /** Whether what the running code makes is made anew by each photon. */
  get #isMakingPrivate(): boolean {
    const current = context.getStore();
    return current instanceof Evaluation && current.home === this && current.repeats === 'always';
  }

  /**
   * {@link staticField} for a property that the program assigns: `exports.count = 0`. Where a setter takes the
   * assignment, the assignment is a step.
   */
  property(target: object, key: PropertyKey, code: Code<unknown>): void {
    if (hasSetter(target, key)) this.step((record) => Reflect.set(target, key, code(record)));
    else this.staticField(target, key, code);
  }

  /** {@link property} within an expression. */
  assign<T>(target: object, key: PropertyKey, value: T): T {
    if (!hasSetter(target, key)) this.staticField(target, key, () => undefined);
    Reflect.set(target, key, value);
    return value;
  }

  #evaluate<T>(code: Code<T>, repeats: Repeats, run: Step['run'], keep = keepNow): T {
    const evaluation = new Evaluation(this, repeats, currentPhoton());
    const again = { run, async: false };
    let repeated = false;
    try {
      const value = context.run(evaluation, code, this.root);
      repeated = evaluation.isRepeated;
      keep(() => this.#keep(evaluation, repeated, again, value));
      return value;
    } finally {
      this.#finish(evaluation, repeated, again);
    }
  }

  async #evaluateAsync<T>(code: Code<Promise<T>>, repeats: Repeats, run: Step['run']): Promise<T> {
    const evaluation = new Evaluation(this, repeats, currentPhoton());
    const again = { run, async: true };
    let repeated = false;
    try {
      const value = await context.run(evaluation, code, this.root);
      repeated = evaluation.isRepeated;
      this.#keep(evaluation, repeated, again, value);
      return value;
    } finally {
      this.#finish(evaluation, repeated, again);
    }
  }

  /** Keeps what photons have to run of code that has been evaluated. */
  #keep(evaluation: Evaluation, repeated: boolean, again: Again, value: unknown): void {
    if (repeated) {
      this.#addStep(evaluation, again);
      return;
    }
    evaluation.keepInner();
    if (!evaluation.runsOnce) return;
    effectsOf(evaluation, value).forEach(({ table, run }) => {
      table.#addStep(evaluation, { run, async: false });
    });
  }

  #finish(evaluation: Evaluation, repeated: boolean, again: Again): void {
    const repeat = evaluation.runsOnce ? undefined : () => this.#addStep(evaluation, again);
    const repeatWrite = (write: Write) => write.table.#repeatLateWrite(evaluation, write);
    evaluation.finish(new Aftermath(this, { repeated, repeat, repeatWrite }));
  }

  #repeatLateWrite(evaluation: Evaluation, { slot, value }: Write): void {
    const isKnown = this.#lateValues.has(slot);
    this.#lateValues.set(slot, value);
    const run: Step['run'] = (record) => setSlot(record, slot, this.#lateValues.get(slot));
    if (!isKnown) this.#addStep(evaluation, { run, async: false });
  }

  #addStep(evaluation: Evaluation, { run, async }: Again): void {
    for (const table of evaluation.tables) {
      if (evaluation.photon && table.#loader !== evaluation.photon) warnLateModule(this, table);
      this.group.absorb(table.group);
    }
    this.group.add({ order: nextOrder(), home: this, index: this.#stepCount++, async, run });
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

function keepNow(keep: () => void): void {
  keep();
}

function setSlots(record: ModuleRecord, values: object): void {
  Object.keys(values).forEach((slot) => {
    setSlot(record, slot, (values as ModuleRecord)[slot]);
  });
}

function warnLateModule(home: ModuleTable, touched: ModuleTable): void {
  warn(
    'PHOTON_LATE_MODULE',
    `${home.id} was first loaded by a photon, and its top-level code changes the state of ${touched.id}; ` +
      'photons that are running already do not see that change. Import it statically.',
  );
}
