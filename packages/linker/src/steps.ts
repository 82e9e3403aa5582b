/** An answer that is there, or that will be. */
export type Pending<T> = T | Promise<T>;

/**
 * Work in steps, between which it may wait for the host. The same steps run at once for hosts that answer at
 * once, as Babel does, and later for hosts that answer with promises, as esbuild does.
 */
export type Steps<T> = Generator<Pending<unknown>, T, unknown>;

/** Waits for one answer. */
export function* wait<T>(answer: Pending<T>): Steps<T> {
  return (yield answer) as T;
}

/** Waits for answers that were all asked for before. */
export function* waitForAll<T>(answers: readonly Pending<T>[]): Steps<T[]> {
  const pending = answers.some((answer) => answer instanceof Promise);
  return (yield pending ? Promise.all(answers) : answers) as T[];
}

/** Runs steps to their result. */
export type Run = <T>(steps: Steps<T>) => Pending<T>;

/** Runs steps of which none has to wait. */
export function runAtOnce<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next(step.value);
  return step.value;
}

/** Runs steps that wait for promises. */
export async function runAsync<T>(steps: Steps<T>): Promise<T> {
  let step = steps.next();
  while (!step.done) {
    let answer: unknown;
    try {
      answer = step.value instanceof Promise ? await step.value : step.value;
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(answer);
  }
  return step.value;
}
