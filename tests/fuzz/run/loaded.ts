import { RUNTIME_SPECIFIER } from '@photonize/runtime/interface';
import type { Answer } from '../../law/support/answers.ts';
import { answerOf, failure, NO_ANSWER } from './answers.ts';
import { type Builtins, instantiate, type Namespace } from './instance.ts';
import type { SourceFile } from './program.ts';
import type { FreshRuntime } from './runtime.ts';
import { type Choose, inTurn, Scheduler, settled } from './scheduler.ts';

type Handler = (event: unknown) => unknown;

/** One instance of a program, or the error that evaluating it threw. */
export class Loaded {
  readonly #exports: Namespace;
  readonly #failure: Answer | undefined;
  readonly #scheduler: Scheduler;
  readonly #runtime: FreshRuntime['exports'] | undefined;

  private constructor(
    exports: Namespace,
    failure: Answer | undefined,
    scheduler: Scheduler,
    runtime: FreshRuntime | undefined,
  ) {
    this.#exports = exports;
    this.#failure = failure;
    this.#scheduler = scheduler;
    this.#runtime = runtime?.exports;
  }

  /** Evaluates a program anew. */
  static async from(files: readonly SourceFile[], runtime?: FreshRuntime): Promise<Loaded> {
    const scheduler = new Scheduler();
    const builtins: Builtins = new Map<string, object>([
      ['node:timers/promises', { setImmediate: scheduler.pause }],
      ...(runtime ? [[RUNTIME_SPECIFIER, runtime.exports] as const] : []),
    ]);
    try {
      const exports = await instantiate(files, builtins);
      // A process's first event arrives when all that needs no waiting has run.
      await settled();
      return new Loaded(exports, undefined, scheduler, runtime);
    } catch (error) {
      return new Loaded({}, failure(error), scheduler, runtime);
    }
  }

  /** What evaluating the program threw. */
  get failure(): { readonly name: string; readonly message: string } | undefined {
    return this.#failure && 'error' in this.#failure ? this.#failure.error : undefined;
  }

  get hasHandler(): boolean {
    return this.#handler !== notAHandler;
  }

  /** Whether the program makes photons itself. */
  get wrapsHandler(): boolean {
    return this.#runtime?.isPhotonized(this.#handler) === true;
  }

  /** The names of what the entry exports; what the compiler adds is hidden from importers in the same way. */
  get exportNames(): string[] {
    return Object.keys(this.#exports).filter((name) => !name.startsWith('$photon$'));
  }

  /** Events one after another, outside of photons. */
  async inTurn(events: readonly unknown[]): Promise<Answer[]> {
    const answers: Answer[] = [];
    const handler = this.#runtime?.handlerOf(this.#handler) ?? this.#handler;
    for (const event of events) answers.push(...(await this.#together(handler, [event], inTurn())));
    return answers;
  }

  /** All events at once, each as a photon. */
  inPhotons(events: readonly unknown[], { exports }: FreshRuntime, choose: Choose): Promise<Answer[]> {
    const handler = this.wrapsHandler ? this.#handler : exports.photonize(this.#handler);
    return this.#together(handler, events, choose);
  }

  async #together(handler: Handler, events: readonly unknown[], choose: Choose): Promise<Answer[]> {
    const failure = this.#failure;
    if (failure) return events.map(() => failure);
    const tasks = events.map((event) => () => answerOf(handler, event));
    const answers = await this.#scheduler.run(tasks, choose);
    return answers.map((answer) => answer ?? NO_ANSWER);
  }

  get #handler(): Handler {
    const { handler, default: other } = this.#exports;
    return (handler ?? (other as Namespace | undefined)?.handler ?? notAHandler) as Handler;
  }
}

function notAHandler(): never {
  throw new TypeError('the program exports no handler');
}
