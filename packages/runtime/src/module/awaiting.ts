/** What code that awaits runs on: it yields what it awaits. */
export type AwaitingCode<T> = Generator<unknown, T>;

/**
 * Code that has whoever runs it await what it awaits, so that both go on in the same tick: what the code leaves running
 * overtakes nobody.
 *
 *     for (const $await = …; $await.next(); ) try { $await.value = await $await.operand; } catch ($v) { $await.error = $v; }
 */
export class Awaiting<T> {
  /** What the code awaits. */
  operand: unknown;
  readonly #run: (code: () => IteratorResult<unknown, T>) => IteratorResult<unknown, T>;
  readonly #code: AwaitingCode<T>;
  readonly #whenDone: (result: T) => void;
  #resume: () => IteratorResult<unknown, T>;

  /**
   * @param run runs stretches of the code
   * @param whenDone takes its result
   */
  constructor(
    code: AwaitingCode<T>,
    run: (code: () => IteratorResult<unknown, T>) => IteratorResult<unknown, T> = (stretch) => stretch(),
    whenDone: (result: T) => void = () => {},
  ) {
    this.#code = code;
    this.#run = run;
    this.#whenDone = whenDone;
    this.#resume = () => code.next();
  }

  /** What the promise gave. */
  set value(value: unknown) {
    this.#resume = () => this.#code.next(value);
  }

  /** What the promise was rejected with. */
  set error(error: unknown) {
    this.#resume = () => this.#code.throw(error);
  }

  /** Goes on to where the code awaits something; false when it is over. */
  next(): boolean {
    const { done, value } = this.#run(this.#resume);
    if (done) this.#whenDone(value);
    else this.operand = value;
    return !done;
  }
}
