/** What code that awaits runs as: it yields what it awaits. */
export type AwaitingCode = Generator<unknown, unknown>;

/** Runs code from one `await` to the next. */
type Run = (stretch: () => IteratorResult<unknown, unknown>) => IteratorResult<unknown, unknown>;

/**
 * Code that has whoever runs it await what it awaits, so that both go on in the same tick: what the code leaves running
 * overtakes nobody.
 *
 *     for (const $await = …; $await.next(); ) try { $await.value = await $await.operand; } catch ($v) { $await.error = $v; }
 */
export class Awaiting {
  /** What the code awaits. */
  operand: unknown;
  /** What it has come to. */
  result: unknown;
  readonly #code: AwaitingCode;
  readonly #run: Run;
  readonly #whenDone: (result: unknown) => void;
  #resume: () => IteratorResult<unknown, unknown>;

  /**
   * @param run runs stretches of the code
   * @param whenDone takes the result
   */
  constructor(
    code: AwaitingCode,
    run: Run = (stretch) => stretch(),
    whenDone: (result: unknown) => void = () => {},
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
    if (done) {
      this.result = value;
      this.#whenDone(value);
    } else this.operand = value;
    return !done;
  }
}

/** Code that awaits: one thing, which it returns, or several, which it yields. */
export type AsyncCode<Args extends readonly unknown[]> = (...args: Args) => unknown;

/** Begins code that awaits. */
export function awaitingCode<Args extends readonly unknown[]>(
  code: AsyncCode<Args>,
  ...args: Args
): AwaitingCode {
  const yields = Reflect.get(code, Symbol.toStringTag) === 'GeneratorFunction';
  const begin = () => Reflect.apply(code, undefined, args) as unknown;
  return yields ? (begin() as AwaitingCode) : awaitAtOnce(begin);
}

function* awaitAtOnce(code: () => unknown): AwaitingCode {
  return yield code();
}
