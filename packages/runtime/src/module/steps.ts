import { warn } from '../errors.js';
import { context, currentPhoton } from '../photon/context.js';
import { Aftermath } from './aftermath.js';
import { Awaiting, type AwaitingCode } from './awaiting.js';
import type { Changes, ObjectChange } from './changes.js';
import { effectsOf } from './effects.js';
import { Evaluation, type Repeats, type Write } from './evaluation.js';
import { type Place, repeatIn } from './place.js';
import type { ModuleRecord } from './record.js';
import { currentTick, nextOrder, type Step } from './step.js';
import type { ModuleTable } from './table.js';
import { initialisedInTurn } from './turn.js';

/** Code of a module's top level; `record` is the root's, or that of the photon being initialized. */
export type Code<T> = (record: ModuleRecord) => T;

/** How photons run code again. */
type Again = Pick<Step, 'run' | 'async'> & {
  /** Asks for the place among all steps; by default, what the code has loaded comes before it. */
  readonly order?: (() => number) | undefined;
};

/** Where code is among the steps. */
type StepPlace = Omit<Step, 'run'>;

/** Code whose promise the module awaits. */
interface Awaited {
  readonly awaiting: Awaiting;
  /** Gives the value of the code, if that is not what it has come to. */
  readonly take: (() => unknown) | undefined;
}

/** What continuations of top-level code have assigned last, and the step in which photons repeat that. */
interface LateWrite {
  value: unknown;
  readonly step: Step;
}

/** Runs the top-level code of one module for root, and keeps as steps what photons have to run again. */
export class ModuleSteps {
  readonly #home: ModuleTable;
  #count = 0;
  /** Code whose promises the module awaits; the innermost is the last. */
  readonly #awaited: Awaited[] = [];
  readonly #lateWrites = new Map<Place, LateWrite>();

  constructor(home: ModuleTable) {
    this.#home = home;
  }

  /** @param as how often the code runs, or an evaluation that has begun */
  evaluate<T>(
    code: Code<T>,
    as: Repeats | Evaluation,
    run: Step['run'],
    keep = keepNow,
    order?: Again['order'],
  ): T {
    const evaluation = as instanceof Evaluation ? as : new Evaluation(this.#home, as, currentPhoton());
    const again = { run, async: false, order };
    const value = this.#run(evaluation, code, again);
    this.#keepAndFinish(evaluation, again, value, keep);
    return value;
  }

  /** {@link evaluate} for code that awaits: who runs it awaits what the code does. */
  evaluateAwaiting(code: Code<AwaitingCode>, repeats: Repeats, run: Code<AwaitingCode> = code): Awaiting {
    const evaluation = new Evaluation(this.#home, repeats, currentPhoton());
    const again = { run: (record: ModuleRecord) => new Awaiting(run(record)), async: true };
    return new Awaiting(
      code(this.#home.root),
      (stretch) => this.#run(evaluation, stretch, again),
      (value) => this.#keepAndFinish(evaluation, again, value),
    );
  }

  /**
   * The same within an expression. The module awaits what this returns, which nobody else may, and passes it to
   * {@link settled}, or {@link resumed} if the code awaits more. Where a promise is rejected, the module fails.
   */
  evaluateAsync(
    code: Code<AwaitingCode>,
    repeats: Repeats,
    run?: Code<AwaitingCode>,
    take?: Awaited['take'],
  ): Promise<unknown> {
    const awaiting = this.evaluateAwaiting(code, repeats, run);
    awaiting.next();
    this.#awaited.push({ awaiting, take });
    return promiseOf(awaiting.operand);
  }

  /** Takes what the module has awaited, and goes on to what the code awaits next. */
  resumed(value: unknown): Promise<unknown> {
    const { awaiting } = this.#awaited.at(-1) as Awaited;
    awaiting.value = value;
    awaiting.next();
    return promiseOf(awaiting.operand);
  }

  /**
   * Takes what the module has awaited last for code, and ends that.
   * @returns the value of the code
   */
  settled(value: unknown): unknown {
    const { awaiting, take } = this.#awaited.pop() as Awaited;
    awaiting.value = value;
    awaiting.next();
    return take ? take() : awaiting.result;
  }

  #run<T>(evaluation: Evaluation, code: Code<T>, again: Again): T {
    try {
      return context.run(evaluation, code, this.#home.root);
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
      this.add(evaluation, again);
      return;
    }
    evaluation.endStretch();
    evaluation.parts.forEach((part) => {
      if (typeof part === 'function') part();
      else this.#keepEffects(evaluation, part, value);
    });
  }

  #keepEffects(evaluation: Evaluation, changes: Changes, value: unknown): void {
    effectsOf(this.#home, changes, value).forEach(({ table, run }) => {
      table.steps.add(evaluation, { run: evaluation.unlessRepeated(run), async: false });
    });
  }

  #finish(evaluation: Evaluation, repeated: boolean, again: Again): void {
    const place = repeated || evaluation.runsOnce ? undefined : this.#nextPlace(again, evaluation.began);
    const repeat = place && (() => catchUp(evaluation, this.add(evaluation, again, place)));
    const repeatWrite = (write: Write) => write.place.table.steps.repeatLateWrite(evaluation, write);
    const repeatChange = (change: ObjectChange) =>
      this.#keepEffects(evaluation, { writes: [], objects: [change] }, undefined);
    evaluation.finish(new Aftermath(this.#home, { repeated, repeat, repeatWrite, repeatChange }));
  }

  /** Has photons repeat an assignment by code that top-level code left running. */
  repeatLateWrite(evaluation: Evaluation, { place, value }: Write): void {
    const late = this.#lateWrites.get(place) ?? this.#addLateWrite(evaluation, place);
    late.value = value;
    catchUp(evaluation, late.step);
  }

  #addLateWrite(evaluation: Evaluation, place: Place): LateWrite {
    const run: Step['run'] = (record) => repeatIn(place, record, late.value);
    const late: LateWrite = { value: undefined, step: this.add(evaluation, { run, async: false }) };
    this.#lateWrites.set(place, late);
    return late;
  }

  #nextPlace({ async, order = nextOrder }: Pick<Again, 'async' | 'order'>, start = currentTick()): StepPlace {
    const ended = currentTick();
    const began = async ? start : ended;
    return { order: order(), home: this.#home, index: this.#count++, async, began, ended };
  }

  /** Adds code that photons run again for what it has done to isolated state. */
  add(evaluation: Evaluation, again: Again, place = this.#nextPlace(again, evaluation.began)): Step {
    const { run, async } = again;
    for (const table of evaluation.tables) {
      if (evaluation.photon && isInUse(table, evaluation)) warnLateModule(evaluation.home, table);
      this.#home.group.absorb(table.group);
    }
    // Others would see the prototypes while an asynchronous step waits.
    const runAsThen = async ? run : evaluation.prototypes.restoredFor(run);
    const isOwn = evaluation.home === this.#home;
    return this.append(
      isOwn ? evaluation.unlessShared(this.#remaking(evaluation, runAsThen)) : runAsThen,
      place,
    );
  }

  /** The same code for a photon, for which what it makes takes the place of what the evaluation has made. */
  #remaking({ made }: Evaluation, run: Step['run']): Step['run'] {
    if (made.size === 0) return run;
    const { statics } = this.#home;
    return (record) => {
      statics.remake(record, made);
      return run(record);
    };
  }

  /** Adds a step to what photons run; as the last one, unless its place is known. */
  append(run: Step['run'], place = this.#nextPlace({ async: false })): Step {
    const step = { ...place, run };
    this.#home.group.add(step);
    return step;
  }
}

/** The promise that `await` would wait for. Programs may patch `Promise`. */
const promiseOf: (value: unknown) => Promise<unknown> = Promise.resolve.bind(Promise);

function keepNow(keep: () => void): void {
  keep();
}

/** Has photons run a step that has turned out late to be one, where they have run the others in the same turn. */
function catchUp({ home }: Evaluation, step: Step): void {
  initialisedInTurn()?.forEach((photon) => {
    const isBehind = !photon.ended && photon !== home.loader && home.records.has(photon);
    if (isBehind) step.home.group.catchUp(photon, step);
  });
}

/** Whether somebody has used a module's state before another module changes it that a photon loads. */
function isInUse(table: ModuleTable, { home, photon }: Evaluation): boolean {
  return table.loader !== photon || (table !== home && table.hasServedLoader);
}

function warnLateModule(home: ModuleTable, touched: ModuleTable): void {
  warn(
    'PHOTON_LATE_MODULE',
    `${home.id} was first loaded by a photon, and its top-level code changes the state of ${touched.id}; ` +
      'photons that are running do not see that change, and others do from their start. Import it statically.',
  );
}
