import { noteOrphanAccess } from '../photon/accesses.js';
import { context, currentPhoton, ROOT } from '../photon/context.js';
import { frames } from '../photon/frames.js';
import type { Photon } from '../photon/photon.js';
import { type AsyncCode, type Awaiting, type AwaitingCode, awaitingCode } from './awaiting.js';
import { watchedAsyncDisposal, watchedDisposal } from './disposal.js';
import { Evaluation, type Repeats } from './evaluation.js';
import { InitGroup } from './group.js';
import { type CommonJsModule, Instance, type ModuleCode } from './instance.js';
import { initialising, initialisingTarget, type PatternCode, RootVariables } from './pattern.js';
import type { Place } from './place.js';
import { type ModuleRecord, type ModuleShape, setSlot } from './record.js';
import { type LastServed, PhotonRecords } from './records.js';
import type { Follow } from './remaking.js';
import { createRootRecord } from './root.js';
import { createScope, type ScopeShape } from './scope.js';
import { ModuleStatics } from './statics.js';
import type { Step } from './step.js';
import { type Code, ModuleSteps } from './steps.js';
import { settleWatches } from './watch.js';

/** How often photons run statements. */
const REPEATS = {
  step: 'if it touches state',
  tally: 'if it touches objects',
  replay: 'always',
  once: 'never',
} as const satisfies Record<string, Repeats>;

/** What gives a place its value. */
export interface Setters<T> {
  readonly atRoot: (value: unknown) => T;
  readonly inPhoton: (holder: ModuleRecord, value: unknown) => void;
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
  readonly loader = currentPhoton();
  readonly #last: LastServed;
  readonly statics: ModuleStatics;
  readonly steps: ModuleSteps;
  #hasServedLoader = false;
  /** What root got by init, where a photon loaded the module. */
  #initialisedRoot: ModuleRecord | undefined;

  constructor(id: string, bindings: object, shape: ModuleShape) {
    this.id = id;
    this.records = new PhotonRecords(id, shape);
    this.#last = this.records.last;
    this.root = createRootRecord(this, bindings, shape);
    this.statics = new ModuleStatics(this);
    this.steps = new ModuleSteps(this);
    this.group = new InitGroup(this);
    // A record of its own identity: closures that photons share capture the root's, and must not serve the loader.
    if (this.loader) this.records.adopt(this.loader, Object.create(this.root) as ModuleRecord);
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
    const last = this.#last;
    return last.record !== undefined && frames.current() === last.frame ? last.record : this.#find();
  }

  #find(): ModuleRecord {
    const current = context.getStore();
    if (current === undefined) return this.#findRoot();
    if (current instanceof Evaluation) return this.root;
    return this.records.servedTo(current, frames.current()) ?? this.#touch(current);
  }

  #findRoot(): ModuleRecord {
    noteOrphanAccess(this.id);
    return this.loader === undefined ? this.root : this.#touch(ROOT);
  }

  /** The record that `evaluation` means, where that is not the one behind the module's real variables. */
  recordBeside({ photon }: Evaluation): ModuleRecord | undefined {
    return photon === this.loader ? undefined : this.#touch(photon ?? ROOT);
  }

  /** Gives `photon` an empty record, unless it has one. */
  enter(photon: Photon): void {
    this.statics.seal();
    this.records.enter(photon);
  }

  /** Whether the photon that loaded the module has used its state since. */
  get hasServedLoader(): boolean {
    return this.#hasServedLoader;
  }

  #touch(photon: Photon): ModuleRecord {
    this.#hasServedLoader ||= photon === this.loader;
    if (!this.records.has(photon)) {
      settleWatches();
      this.group.initialise(photon);
    }
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
    return this.steps.evaluate(code, 'always', (record) => setSlot(record, slot, code(record)));
  }

  /** {@link init} for an initializer that awaits. */
  initAsync(slot: string, code: AsyncCode<[ModuleRecord]>): Promise<unknown> {
    const begin = (record: ModuleRecord) => awaitingCode(code, record);
    return this.steps.evaluateAsync(begin, 'always', function* (record) {
      setSlot(record, slot, yield* begin(record));
    });
  }

  /**
   * {@link init} for a destructuring declaration.
   * @returns the values for root, by slot
   */
  initAll(code: PatternCode): object {
    const variables = new RootVariables(this);
    this.steps.evaluate((record) => code(record, variables.target), 'always', initialising(code));
    return variables.settle();
  }

  /** {@link initAll} for a declaration that awaits. */
  initAllAsync(code: AsyncCode<[ModuleRecord, object]>): Promise<unknown> {
    const variables = new RootVariables(this);
    return this.steps.evaluateAsync(
      (record) => awaitingCode(code, record, variables.target),
      'always',
      (record) => awaitingCode(code, record, initialisingTarget(record)),
      () => variables.settle(),
    );
  }

  /** Runs a top-level statement; photons run it again if it touched isolated state. */
  step<T>(code: Code<T>): T {
    return this.steps.evaluate(code, 'if it touches state', code);
  }

  /** {@link step} for a statement that awaits. */
  stepAsync(code: AsyncCode<[ModuleRecord]>): Promise<unknown> {
    return this.steps.evaluateAsync((record) => awaitingCode(code, record), 'if it touches state');
  }

  /**
   * Runs a top-level statement that changes what photons share. Photons run it again if it touched objects of theirs; as
   * a rule they only repeat what it assigned.
   */
  tally<T>(code: Code<T>): T {
    return this.steps.evaluate(code, 'if it touches objects', code);
  }

  /** {@link tally} for a statement that awaits. */
  tallyAsync(code: AsyncCode<[ModuleRecord]>): Promise<unknown> {
    return this.steps.evaluateAsync((record) => awaitingCode(code, record), 'if it touches objects');
  }

  /** Runs a top-level statement that photons run again in any case. */
  replay<T>(code: Code<T>): T {
    return this.steps.evaluate(code, 'always', code);
  }

  /** {@link replay} for a statement that awaits. */
  replayAsync(code: AsyncCode<[ModuleRecord]>): Promise<unknown> {
    return this.steps.evaluateAsync((record) => awaitingCode(code, record), 'always');
  }

  /** Runs code that must run once, such as a `const` initializer; its effects on isolated state are repeated. */
  once<T>(code: Code<T>): T {
    return this.steps.evaluate(code, 'never', code);
  }

  /**
   * The same for code which may be part of a step: if that runs again, nothing has to be repeated. It does not run
   * again for what this code touches.
   */
  onceInStep<T>(code: Code<T>): T {
    const around = this.#stepAround;
    if (around === undefined) return this.once(code);
    const part = new Evaluation(this, 'never', currentPhoton());
    return this.#evaluateInside(around, part, code, code, () => around.takeParts(part));
  }

  /** {@link once} for an initializer that awaits. */
  onceAsync(code: AsyncCode<[ModuleRecord]>): Promise<unknown> {
    return this.steps.evaluateAsync((record) => awaitingCode(code, record), 'never');
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
    const around = this.#stepAround;
    const run: Step['run'] = (record) => set.inPhoton(place.holder(record), code(record));
    const atRoot: Code<T> = (record) => set.atRoot(code(record));
    const part = new Evaluation(this, 'always', currentPhoton());
    return this.#evaluateInside(around, part, atRoot, run, around?.keepIfOnce);
  }

  /** Evaluates code apart from the step that it is in, if it is in one. */
  #evaluateInside<T>(
    around: Evaluation | undefined,
    part: Evaluation,
    code: Code<T>,
    run: Step['run'],
    keep: ((add: () => void) => void) | undefined,
  ): T {
    const codeOrFailure: Code<T> = (record) => {
      try {
        return code(record);
      } catch (error) {
        around?.takeOver(part);
        throw error;
      }
    };
    around?.endStretch();
    const value = this.steps.evaluate(codeOrFailure, part, run, keep);
    around?.notePart(part);
    around?.beginStretch();
    return value;
  }

  /** Notes that the step of this module that is running makes `object`. */
  noteMade(object: object, follow: Follow): void {
    this.#stepAround?.noteMade(object, follow);
  }

  /** The step of this module that is running. */
  get #stepAround(): Evaluation | undefined {
    const current = context.getStore();
    return current instanceof Evaluation && current.home === this ? current : undefined;
  }

  /** Whether what the running code makes is made anew by each photon. */
  get isMakingPrivate(): boolean {
    const current = context.getStore();
    return current instanceof Evaluation && current.home === this && current.repeats === 'always';
  }

  /** {@link step}, {@link tally}, {@link replay} or {@link once} for a statement that awaits here and there. */
  awaiting(method: keyof typeof REPEATS, code: Code<AwaitingCode>): Awaiting {
    return this.steps.evaluateAwaiting(code, REPEATS[method]);
  }

  /** Evaluates a CommonJS module of which each photon has an instance: see {@link Instance}. */
  instance(module: CommonJsModule, code: ModuleCode): void {
    new Instance(this, module, code).evaluate();
  }

  /** Runs code that is part of a step registered apart: photons run its step after those of what it touches. */
  watch<T>(code: () => T): T {
    return this.steps.evaluate(code, 'always', () => {});
  }

  /** Begins a statement with finding an object; the evaluation tells whether isolated state holds that. */
  begin(find: () => object): { readonly object: object; readonly evaluation: Evaluation } {
    const evaluation = new Evaluation(this, 'if it touches state', currentPhoton());
    return { object: context.run(evaluation, find), evaluation };
  }

  /** The value that the module has awaited: see {@link ModuleSteps.settled}. */
  settled(value: unknown): unknown {
    return this.steps.settled(value);
  }

  /** The same where the code awaits more: see {@link ModuleSteps.resumed}. */
  resumed(value: unknown): Promise<unknown> {
    return this.steps.resumed(value);
  }

  /** Runs the rest of a statement that has begun; photons run `again`, if it touches isolated state. */
  complete(evaluation: Evaluation, rest: Code<unknown>, again: Step['run']): void {
    this.steps.evaluate(rest, evaluation, again);
  }

  /** Lets photons do something at the end of this module's init. */
  afterInit(run: (record: ModuleRecord) => void): void {
    this.steps.append(run);
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
