import { warn } from '../errors.js';
import { context, currentPhoton, ROOT } from '../photon/context.js';
import type { Photon } from '../photon/photon.js';
import { Aftermath } from './aftermath.js';
import { watchedAsyncDisposal, watchedDisposal } from './disposal.js';
import { effectsOf } from './effects.js';
import { Evaluation, type Repeats, type Write } from './evaluation.js';
import { InitGroup } from './group.js';
import { initialising, type PatternCode, RootVariables } from './pattern.js';
import type { Place } from './place.js';
import { type ModuleRecord, type ModuleShape, setSlot } from './record.js';
import { PhotonRecords } from './records.js';
import { createRootRecord } from './root.js';
import { createScope, type ScopeShape } from './scope.js';
import { ModuleStatics } from './statics.js';
import { nextOrder, type Step } from './step.js';

/** Code of a module's top level; `record` is the root's, or that of the photon being initialized. */
export type Code<T> = (record: ModuleRecord) => T;

/** What gives a place its value. */
export interface Setters<T> {
  readonly atRoot: (value: unknown) => T;
  readonly inPhoton: (holder: ModuleRecord, value: unknown) => void;
}

/** How they do. */
type Again = Pick<Step, 'run' | 'async'>;

/** Code whose promise the module awaits. */
interface Awaited {
  readonly evaluation: Evaluation;
  readonly again: Again;
  /** Gives the value of the code, if that is not what the promise gave. */
  readonly take: (() => unknown) | undefined;
}

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
  /** The photon that loaded the module, if one did. */
  readonly #loader = currentPhoton();
  readonly statics: ModuleStatics;
  #stepCount = 0;
  /** Code whose promises the module awaits; the innermost is the last. */
  readonly #awaited: Awaited[] = [];
  /** What root got by init, where a photon loaded the module. */
  #initialisedRoot: ModuleRecord | undefined;
  /** What continuations of top-level code assigned last. */
  readonly #lateValues = new Map<Place, unknown>();

  constructor(id: string, bindings: object, shape: ModuleShape) {
    this.id = id;
    this.records = new PhotonRecords(id, shape);
    this.root = createRootRecord(this, bindings, shape);
    this.statics = new ModuleStatics(this);
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

  /** Gives `photon` an empty record, unless it has one. */
  enter(photon: Photon): void {
    this.statics.seal();
    this.records.enter(photon);
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
  initAsync<T>(slot: string, code: Code<T | Promise<T>>): Promise<T> {
    return this.#evaluateAsync(code, 'always', async (record) => setSlot(record, slot, await code(record)));
  }

  /**
   * {@link init} for a destructuring declaration.
   * @returns the values for root, by slot
   */
  initAll(code: PatternCode): object {
    const variables = new RootVariables(this);
    this.#evaluate((record) => code(record, variables.target), 'always', initialising(code));
    return variables.settle();
  }

  /** {@link initAll} for a declaration that awaits. */
  initAllAsync(code: PatternCode): Promise<unknown> {
    const variables = new RootVariables(this);
    const take = () => variables.settle();
    return this.#evaluateAsync(
      (record) => code(record, variables.target),
      'always',
      initialising(code),
      take,
    );
  }

  /** Runs a top-level statement; photons run it again if it touched isolated state. */
  step<T>(code: Code<T>): T {
    return this.#evaluate(code, 'if it touches state', code);
  }

  /** {@link step} for a statement that awaits. */
  stepAsync<T>(code: Code<T | Promise<T>>): Promise<T> {
    return this.#evaluateAsync(code, 'if it touches state', code);
  }

  /** Runs a top-level statement that photons run again in any case. */
  replay<T>(code: Code<T>): T {
    return this.#evaluate(code, 'always', code);
  }

  /** {@link replay} for a statement that awaits. */
  replayAsync<T>(code: Code<T | Promise<T>>): Promise<T> {
    return this.#evaluateAsync(code, 'always', code);
  }

  /** Runs code that must run once, such as a `const` initializer; its effects on isolated state are repeated. */
  once<T>(code: Code<T>): T {
    return this.#evaluate(code, 'never', code);
  }

  /** {@link once} for an initializer that awaits. */
  onceAsync<T>(code: Code<T | Promise<T>>): Promise<T> {
    return this.#evaluateAsync(code, 'never', code);
  }

  /** What a `using` of the module disposes of: see {@link watchedDisposal}. */
  disposable(resource: unknown): unknown {
    return watchedDisposal(resource, (code) => this.once(code));
  }

  /** {@link disposable} for `await using`. */
  disposableAsync(resource: unknown): unknown {
    return watchedAsyncDisposal(
      resource,
      async (code) => this.settled(await this.onceAsync(code)),
      (code) => this.once(code),
    );
  }

  /**
   * Evaluates the initializer of a place that no variable backs, now for root and later for each photon. Inside a
   * step that photons run again, that one makes the place anew.
   */
  fill<T>(place: Place, code: Code<unknown>, set: Setters<T>): T {
    const parent = context.getStore();
    const isInner = parent instanceof Evaluation && parent.home === this;
    const keep = isInner ? (add: () => void) => void parent.inner.push(add) : undefined;
    const run: Step['run'] = (record) => set.inPhoton(place.holder(record), code(record));
    const evaluation = new Evaluation(this, 'always', currentPhoton());
    const value = this.#evaluate((record) => set.atRoot(code(record)), evaluation, run, keep);
    if (isInner) parent.noteTouches(evaluation);
    return value;
  }

  /** Whether what the running code makes is made anew by each photon. */
  get isMakingPrivate(): boolean {
    const current = context.getStore();
    return current instanceof Evaluation && current.home === this && current.repeats === 'always';
  }

  /** Runs code that is part of a step registered apart: photons run its step after those of what it touches. */
  watch<T>(code: () => T): T {
    return this.#evaluate(code, 'always', () => {});
  }

  /** Begins a statement with finding an object; the evaluation tells whether isolated state holds that. */
  begin(find: () => object): { readonly object: object; readonly evaluation: Evaluation } {
    const evaluation = new Evaluation(this, 'if it touches state', currentPhoton());
    return { object: context.run(evaluation, find), evaluation };
  }

  /** Runs the rest of a statement that has begun; photons run `again`, if it touches isolated state. */
  complete(evaluation: Evaluation, rest: Code<unknown>, again: Step['run']): void {
    this.#evaluate(rest, evaluation, again);
  }

  /** Lets photons do something at the end of this module's init. */
  afterInit(run: (record: ModuleRecord) => void): void {
    this.group.add({ order: nextOrder(), home: this, index: this.#stepCount++, async: false, run });
  }

  /** @param as how often the code runs, or an evaluation that has begun */
  #evaluate<T>(code: Code<T>, as: Repeats | Evaluation, run: Step['run'], keep = keepNow): T {
    const evaluation = as instanceof Evaluation ? as : new Evaluation(this, as, currentPhoton());
    const again = { run, async: false };
    const value = this.#run(evaluation, code, again);
    this.#keepAndFinish(evaluation, again, value, keep);
    return value;
  }

  /** The module awaits what this returns, which nobody else may, and passes it to {@link settled}. */
  #evaluateAsync<T>(
    code: Code<T | Promise<T>>,
    repeats: Repeats,
    run: Step['run'],
    take?: Awaited['take'],
  ): Promise<T> {
    const evaluation = new Evaluation(this, repeats, currentPhoton());
    const again = { run, async: true };
    const result = promiseOf(this.#run(evaluation, code, again));
    this.#awaited.push({ evaluation, again, take });
    return result;
  }

  /**
   * Takes what the module's evaluation has awaited, and ends the account of the code that made it. Where that fails,
   * so does the module.
   * @returns the value
   */
  settled<T>(value: T): T {
    const awaited = this.#awaited.pop();
    if (awaited) this.#keepAndFinish(awaited.evaluation, awaited.again, value);
    return awaited?.take ? (awaited.take() as T) : value;
  }

  #run<T>(evaluation: Evaluation, code: Code<T>, again: Again): T {
    try {
      return context.run(evaluation, code, this.root);
    } catch (error) {
      this.#finish(evaluation, false, again);
      throw error;
    }
  }

  #keepAndFinish(evaluation: Evaluation, again: Again, value: unknown, keep = keepNow): void {
    const repeated = evaluation.isRepeated;
    try {
      keep(() => this.#keep(evaluation, repeated, again, value));
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
    const repeatWrite = (write: Write) => write.place.table.#repeatLateWrite(evaluation, write);
    evaluation.finish(new Aftermath(this, { repeated, repeat, repeatWrite }));
  }

  #repeatLateWrite(evaluation: Evaluation, { place, value }: Write): void {
    const isKnown = this.#lateValues.has(place);
    this.#lateValues.set(place, value);
    const run: Step['run'] = (record) =>
      setSlot(place.holder(record), place.key, this.#lateValues.get(place));
    if (!isKnown) this.#addStep(evaluation, { run, async: false });
  }

  #addStep(evaluation: Evaluation, { run, async }: Again): void {
    for (const table of evaluation.tables) {
      if (evaluation.photon && table.#loader !== evaluation.photon) warnLateModule(this, table);
      this.group.absorb(table.group);
    }
    const index = this.#stepCount++;
    // Others would see the prototypes while an asynchronous step waits.
    const runAsThen = async ? run : evaluation.prototypes.restoredFor(run);
    this.group.add({ order: nextOrder(), home: this, index, async, run: evaluation.unlessShared(runAsThen) });
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

/** The promise that `await` would wait for. Programs may patch `Promise`. */
const promiseOf: <T>(value: T | Promise<T>) => Promise<T> = Promise.resolve.bind(Promise);

function keepNow(keep: () => void): void {
  keep();
}

function warnLateModule(home: ModuleTable, touched: ModuleTable): void {
  warn(
    'PHOTON_LATE_MODULE',
    `${home.id} was first loaded by a photon, and its top-level code changes the state of ${touched.id}; ` +
      'photons that are running already do not see that change. Import it statically.',
  );
}
